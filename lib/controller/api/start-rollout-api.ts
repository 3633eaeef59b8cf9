import type { AddressInfo } from 'node:net';
import { createServerOf } from '../../mesh-api/server/create-server-of.js';
import { createCallDesk } from './answer-calls.js';
import { createRolloutApp } from './create-rollout-app.js';
import { createCommandReader } from './read-command.js';
import type { RolloutApiOptions } from './rollout-api-options.js';
import { createRolloutMetrics } from './rollout-metrics.js';
import { createRolloutStreams } from './rollout-streams.js';

/** The API of a controller, which listens. */
export interface RolloutApi {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Takes no more calls, tells watchers that it ends, and waits until calls under way are answered, or cuts them off. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the HTTP API of a controller: how rollouts stand, their decisions, what people ask of them, a stream of events, and figures for Prometheus.
 * Rejects when it cannot listen.
 */
export async function startRolloutApi(options: RolloutApiOptions): Promise<RolloutApi> {
  const { controller, clock, newId, address, limits = {} } = options;
  const streams = createRolloutStreams(controller, clock, limits.streams);
  const metrics = createRolloutMetrics(controller, clock);
  const { server, handle, end } = createServerOf(options.tls, limits);
  const desk = createCallDesk(options);
  const readCommand = createCommandReader(newId);
  const app = createRolloutApp({ controller, desk, readCommand, streams, metrics, handle });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    streams.close();
    metrics.stop();
    return end(() => app.close(), clock);
  };
  try {
    await app.listen(address);
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    port,
    close: () => (closing ??= close()),
  };
}
