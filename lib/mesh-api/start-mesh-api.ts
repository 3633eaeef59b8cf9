import type { AddressInfo } from 'node:net';
import type { Codec } from 'envoy-config-types/codec';
import type { StoredToken } from './auth/stored-token.js';
import type { CertificateSigner } from '../identity/certificate-signer.js';
import type { LiveMesh } from '../control-plane/live-mesh.js';
import { createShareTable } from '../control-plane/rollouts/create-share-table.js';
import type { SharePlane } from '../control-plane/rollouts/share-plane.js';
import type { Clock } from '../util/clock.js';
import { removeDrained } from './handlers/instances/remove-drained.js';
import { createApiMetrics } from './metrics/create-api-metrics.js';
import { openApiDocument } from './openapi/open-api-document.js';
import type { ApiContext } from './server/api-context.js';
import { createCallLog, type LineSink } from './server/call-log.js';
import { createChecker, type Checker } from './server/check/create-checker.js';
import { describeError } from './server/check/describe-error.js';
import { invalidRequest } from './server/check/invalid-request.js';
import { createApp } from './server/create-app.js';
import type { ApiLimits } from './server/api-limits.js';
import { createServerOf, secureContext, type ServerTls } from './server/create-server-of.js';
import { createApiTracing, type TracedWork, type TracingOptions } from './tracing/api-tracing.js';
import { createChangeFeed } from './watch/change-feed.js';
import { createWatchStreams } from './watch/watch-streams.js';

/** How the mesh API is started. */
export interface MeshApiOptions {
  readonly live: LiveMesh & Pick<SharePlane, 'setShares' | 'standingOf'>;
  readonly codec: Pick<Codec, 'toBinary' | 'fromBinary'>;
  readonly clock: Clock;
  /** A new random id, letters and digits and `-`: names calls and the change feed. */
  readonly newId: () => string;
  /** Where it listens; port 0 takes a free one. */
  readonly address: { readonly host: string; readonly port: number };
  /** Callers that are let in; read at each call, so that the list can change. */
  readonly tokens: () => readonly StoredToken[];
  /** @default - plain HTTP */
  readonly tls?: ServerTls;
  /** Who may read `/metrics`. @default 'public' */
  readonly metricsFor?: 'public' | 'reader';
  readonly limits?: ApiLimits;
  /** Signs keys that stay with their owners. @default - there are no certificates to be had */
  readonly signer?: CertificateSigner;
  /** Takes the log, a JSON object a line. @default - no log */
  readonly log?: LineSink;
  /** Takes the audit log: each try to write, a JSON object a line. @default - with the log */
  readonly audit?: LineSink;
  /** @default - no traces */
  readonly traces?: TracingOptions;
  /** Why the server is not ready, beside what the registry says. @default - none */
  readonly unreadyReasons?: () => readonly string[];
}

/** A mesh API that listens. */
export interface MeshApi {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Takes another certificate for connections to come. Does nothing without TLS. */
  readonly setTls: (tls: ServerTls) => void;
  /** Takes no more calls, tells watchers that it ends, and waits until calls under way are answered, or cuts them off. */
  readonly close: () => Promise<void>;
}

/** Starts the mesh API. Rejects when it cannot listen. The live mesh stays the caller's. */
export async function startMeshApi(options: MeshApiOptions): Promise<MeshApi> {
  const { live, clock, codec, address, limits = {} } = options;
  const tracing = options.traces === undefined ? undefined : createApiTracing(options.traces);
  const callLog = createCallLog({ clock, log: options.log, audit: options.audit });
  const feed = createChangeFeed(live.registry, { epoch: options.newId().replaceAll('-', '').slice(0, 12) });
  const streams = createWatchStreams(feed, live.registry, clock, limits.streams);
  const metrics = createApiMetrics(live, streams.count);
  const checker = createChecker(openApiDocument);
  const endRemovals = removeDrained({ clock, registry: live.registry, tell: callLog.removal });
  let isClosing = false;
  const shared = {
    live,
    shares: createShareTable(live),
    clock,
    codec,
    signer: options.signer,
    checkAs: checkWith(checker),
    unreadyReasons: () => [...(isClosing ? ['the server stops'] : []), ...(options.unreadyReasons?.() ?? [])],
    metrics: metrics.render,
  };
  const { server, handle, end } = createServerOf(options.tls, limits);
  const app = await createApp({
    document: openApiDocument,
    checker,
    callers: () => ({ tokens: options.tokens(), ir: live.mesh()?.ir }),
    newId: options.newId,
    clock,
    limits,
    metricsFor: options.metricsFor ?? 'public',
    callLog,
    record: metrics.record,
    streams,
    isClosing: () => isClosing,
    tracing,
    handle,
    contextFor: (work) => ({ ...shared, write: tracedWrite(live, work) }),
  });
  await app.listen(address);
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${String(port)}`,
    port,
    setTls: (tls) => {
      if ('setSecureContext' in server) server.setSecureContext(secureContext(tls));
    },
    close: async () => {
      if (isClosing) return;
      isClosing = true;
      endRemovals();
      streams.close();
      feed.close();
      await end(() => app.close(), clock);
      await tracing?.close();
    },
  };
}

function tracedWrite({ registry }: LiveMesh, work: TracedWork | undefined): LiveMesh['registry']['write'] {
  if (work === undefined) return registry.write;
  return async (write, options) => {
    const span = work.child('registry write', { 'meshwright.write': write.kind });
    const result = await registry.write(write, options);
    span.end({ 'meshwright.result': result.kind }, result.kind === 'unavailable' ? result.detail : undefined);
    return result;
  };
}

function checkWith(checker: Checker): ApiContext['checkAs'] {
  return (schema, value) => {
    const errors = checker
      .at(`/components/schemas/${schema}`)(value)
      .map((error) => describeError(error, 'body'));
    return errors.length === 0 ? undefined : invalidRequest(errors);
  };
}
