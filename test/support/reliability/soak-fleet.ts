import { fileURLToPath } from 'node:url';
import type { RunningServe } from '../control-plane/serve.js';
import { startServedEnvoy, type ServedEnvoy } from '../control-plane/served-envoy.js';
import { startProcess } from '../processes.js';

/** The Envoys of a soak, and how they are reached. */
export interface SoakFleet {
  /** By node id. */
  readonly envoys: ReadonlyMap<string, ServedEnvoy>;
  /** Ports that a sidecar listens on: `outbound/<callee>/<port>` or `inbound/<port>`. */
  readonly portOf: (nodeId: string, listener: string) => number;
  /** Starts the Envoy of a node that has none. */
  readonly start: (nodeId: string) => Promise<void>;
  readonly stop: (nodeId: string) => Promise<void>;
}

/** Starts an Envoy for each node, with the bootstrap that the mesh API gives. */
export async function startSoakFleet(
  envoy: string,
  nodeIds: readonly string[],
  api: RunningServe['api'],
): Promise<SoakFleet> {
  const envoys = new Map<string, ServedEnvoy>();
  const ports = new Map<string, number>();
  const start = async (nodeId: string): Promise<void> => {
    const bootstrap = (await api(`GET /v1/bootstrap/${encodeURIComponent(nodeId)}`)) as object;
    const started = await startServedEnvoy(envoy, bootstrap);
    envoys.set(nodeId, started);
    const { listener_statuses: listeners } = JSON.parse(await started.admin('/listeners?format=json')) as {
      readonly listener_statuses: readonly {
        readonly name: string;
        readonly local_address: { readonly socket_address?: { readonly port_value: number } };
      }[];
    };
    for (const { name, local_address: address } of listeners)
      ports.set(`${nodeId} ${name}`, address.socket_address?.port_value ?? 0);
  };
  // One after the other: twenty that start at once on two cores would each seem not to.
  for (const nodeId of nodeIds) await start(nodeId);
  return {
    envoys,
    portOf: (nodeId, listener) => {
      const port = ports.get(`${nodeId} ${listener}`);
      if (port === undefined)
        throw new Error(`${nodeId} has no ${listener}; there are ${[...ports.keys()].join(', ')}`);
      return port;
    },
    start,
    stop: async (nodeId) => {
      await envoys.get(nodeId)?.process.stop();
      envoys.delete(nodeId);
    },
  };
}

const workload = fileURLToPath(new URL('workload.mjs', import.meta.url));

/** Starts what is behind the sidecars: each answers with its name, after it has asked what is behind it. */
export async function startWorkloads(
  workloads: readonly { readonly name: string; readonly port: number; readonly behind?: number }[],
): Promise<void> {
  await startProcess({
    command: process.execPath,
    args: [workload, JSON.stringify(workloads)],
    isReady: (output) => output.includes('ready'),
  });
}
