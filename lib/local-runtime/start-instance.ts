import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import type { LocalInstance } from '../targets/envoy/environment.js';
import { createEnvoyAdmin } from './envoy/envoy-admin.js';
import { createEnvoyConfig, type EnvoyConfig } from './envoy/envoy-config.js';
import { isIdle } from './envoy/is-idle.js';
import type { LocalPlane } from './envoy/local-plane.js';
import { instancePart } from './instance-part.js';
import type { InstanceSurroundings } from './instance-surroundings.js';
import type { WantedInstance } from './plan/wanted-instance.js';
import { adsBootstrap } from '../envoy-resources/ads-bootstrap.js';
import { pollUntil } from './poll-until.js';
import { startEnvoy } from './start-envoy.js';
import { startWorkload } from './start-workload.js';
import { untilFirstFailure } from './until-first-failure.js';

/** What is started. */
export interface InstanceInput {
  readonly wanted: WantedInstance;
  readonly ports: LocalInstance;
  readonly config: ProxyConfig;
  /** Names the Envoy to the server; no other has it. */
  readonly nodeId: string;
}

/** A running Envoy, and the workload beside it where it has one. */
export interface RunningInstance {
  readonly wanted: WantedInstance;
  readonly ports: LocalInstance;
  readonly nodeId: string;
  readonly config: EnvoyConfig;
  /** Waits until requests can come. Returns why not, if so: `workload-failed`. */
  readonly whenReady: (signal: AbortSignal) => Promise<readonly Diagnostic[]>;
  /** Settles when a part of it has ended without being asked to. */
  readonly whenFailed: Promise<Diagnostic>;
  /** Waits until no request is on its way through it, or the patience is over. */
  readonly whenIdle: (patienceMs: number, signal: AbortSignal) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const pollIntervalMs = 25;

/** Starts the workload and the Envoy of an instance side by side. */
export function startInstance(
  input: InstanceInput,
  surroundings: InstanceSurroundings & { readonly plane: LocalPlane },
): RunningInstance {
  const { wanted, ports, nodeId } = input;
  const { plane } = surroundings;
  const { proxy, workload } = wanted;
  const admin = createEnvoyAdmin(ports.adminPort);
  const config = createEnvoyConfig(input, plane, admin);
  const logDirectory = join(surroundings.runDirectory, 'logs');
  mkdirSync(logDirectory, { recursive: true });
  const logFile = (suffix: string): string => join(logDirectory, `${wanted.name.replaceAll('/', '.')}${suffix}`);

  const envoy = instancePart(
    startEnvoy(
      { wanted, bootstrapFile: writeBootstrap(input, surroundings), admin, logFile: logFile('.envoy.log') },
      surroundings,
    ),
  );
  const parts =
    workload === undefined || proxy.kind === 'gateway'
      ? [envoy]
      : [
          envoy,
          instancePart(startWorkload({ wanted, proxy, workload, ports, logFile: logFile('.log') }, surroundings)),
        ];

  const whenReady = async (signal: AbortSignal): Promise<readonly Diagnostic[]> => {
    const failures = await untilFirstFailure(
      parts.map((part) => part.whenReady),
      signal,
    );
    if (failures.length > 0) return failures;
    // An Envoy calls itself ready as well when it refused what it was served first.
    const refusals = await config.settle(signal);
    return refusals.map(({ names, message }) => envoy.failure(`did not take ${names.join(', ')}: ${message}`));
  };
  return {
    wanted,
    ports,
    nodeId,
    config,
    whenReady,
    whenFailed: Promise.race(parts.map((part) => part.whenFailed)),
    whenIdle: async (patienceMs, signal) => {
      await pollUntil(() => isIdle(admin, signal), { timeoutMs: patienceMs, intervalMs: pollIntervalMs, signal });
    },
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
      plane.forget(nodeId);
    },
  };
}

/** Returns the file. */
function writeBootstrap(
  { wanted, nodeId, config: { bootstrap } }: InstanceInput,
  { runDirectory, plane }: Pick<InstanceSurroundings, 'runDirectory'> & { readonly plane: LocalPlane },
): string {
  const directory = join(runDirectory, 'envoy');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${nodeId.replaceAll('/', '.')}.json`);
  const node = { id: nodeId, cluster: wanted.proxy.name };
  const server = { host: '127.0.0.1', port: plane.port, variant: 'delta' as const };
  writeFileSync(file, JSON.stringify(adsBootstrap({ ...bootstrap, node }, server)));
  return file;
}
