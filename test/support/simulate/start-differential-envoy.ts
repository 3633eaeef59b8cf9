import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { freePort } from '../free-port.js';
import { startProcess } from '../processes.js';

/** What is asked of an Envoy. */
export interface DifferentialEnvoyOptions {
  readonly envoy: string;
  /** Made if it is not there. */
  readonly folder: string;
  /** Given dynamically, so that one that Envoy refuses does not keep the others from running. */
  readonly listeners: readonly Listener[];
  /** Where the endpoints of each cluster listen, on 127.0.0.1; several are picked by hash. */
  readonly portByCluster: Readonly<Record<string, number | readonly number[]>>;
  readonly logPath: string;
}

/** A running Envoy. */
export interface DifferentialEnvoy {
  /** Names of the listeners that it took. */
  readonly active: ReadonlySet<string>;
  /** Its access log by the first column; waits until that many lines are written out. */
  readonly readLog: (lines: number) => Promise<ReadonlyMap<string, readonly string[]>>;
  /** Waits until no cluster has a request in work: mirrored copies are nobody's to wait for. */
  readonly settle: () => Promise<void>;
  /** A counter by name. */
  readonly counter: (name: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts an Envoy with listeners of several cases. */
export async function startDifferentialEnvoy(options: DifferentialEnvoyOptions): Promise<DifferentialEnvoy> {
  const { envoy, folder, listeners, portByCluster, logPath } = options;
  mkdirSync(folder, { recursive: true });
  const resources = listeners.map((each) => ({
    '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener',
    ...each,
  }));
  writeFileSync(join(folder, 'lds.new'), JSON.stringify({ resources }));
  renameSync(join(folder, 'lds.new'), join(folder, 'lds.json'));
  const adminPort = await freePort();
  const bootstrapPath = join(folder, 'bootstrap.json');
  writeFileSync(bootstrapPath, JSON.stringify(bootstrap(folder, adminPort, portByCluster)));
  const admin = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${adminPort}${path}`)).text();
  const quick = ['--use-dynamic-base-id', '--concurrency', '1', '--file-flush-interval-msec', '20'];
  const running = await startProcess({
    command: envoy,
    args: ['-c', bootstrapPath, '--log-level', 'error', ...quick],
    isReady: async () => (await admin('/ready')).startsWith('LIVE'),
    readyTimeoutMs: 60_000,
  });
  return {
    active: new Set((await admin('/listeners')).split('\n').map((line) => line.split('::')[0] ?? '')),
    readLog: (lines) => readLog(logPath, lines),
    settle: async () => {
      while (/_rq_active: [1-9]/.test(await admin('/stats?filter=cluster.c.*upstream_rq_active'))) await sleep(10);
    },
    counter: async (name) => Number((await admin(`/stats?filter=^${name}$`)).split(': ')[1] ?? 0),
    stop: running.stop,
  };
}

async function readLog(path: string, expected: number): Promise<ReadonlyMap<string, readonly string[]>> {
  if (expected === 0) return new Map();
  for (let round = 0; ; round++) {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    if (lines.length >= expected || round === 100)
      return new Map(lines.map((line) => line.split('\t')).map(([key = '', ...rest]) => [key, rest]));
    await sleep(50);
  }
}

function bootstrap(
  folder: string,
  adminPort: number,
  portByCluster: DifferentialEnvoyOptions['portByCluster'],
): Bootstrap {
  return {
    node: { id: 'differential', cluster: 'differential' },
    admin: { address: { socket_address: { address: '127.0.0.1', port_value: adminPort } } },
    dynamic_resources: {
      lds_config: { resource_api_version: 'V3', path_config_source: { path: join(folder, 'lds.json') } },
    },
    static_resources: {
      clusters: Object.entries(portByCluster).map(([name, ports]) => ({
        name,
        type: 'STATIC',
        lb_policy: 'MAGLEV',
        // Cases run side by side: they are not to use up each other's retries.
        circuit_breakers: { thresholds: [{ max_retries: 10_000, max_requests: 10_000, max_pending_requests: 10_000 }] },
        load_assignment: {
          cluster_name: name,
          endpoints: [
            {
              lb_endpoints: [ports].flat().map((port) => ({
                endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } },
              })),
            },
          ],
        },
      })),
    },
  };
}
