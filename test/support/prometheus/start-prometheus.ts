import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { type RunningProcess, startProcess } from '../processes.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';
import { findTool } from '../tools.js';

/** A proxy, or another program, that Prometheus reads. */
export interface ScrapeTarget {
  /** Host and port. */
  readonly address: string;
  /** @default '/stats/prometheus', Envoy's */
  readonly path?: string;
  /** Labels that each of its series gets. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A real Prometheus of one test file, on a port of its own that it keeps when it starts again. */
export interface TestPrometheus {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Reads these from now on, and no others; it takes about 6 s to notice, as it does after a start. */
  readonly aim: (targets: readonly ScrapeTarget[]) => void;
  /** `SIGKILL` ends it as a crash does, `SIGSTOP` leaves it silent until `SIGCONT`. */
  readonly kill: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
  /** Starts it again after a crash, with what it had written. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What it reads, and how often. */
export interface TestPrometheusOptions {
  /** @default none */
  readonly targets?: readonly ScrapeTarget[];
  /** File that somebody else keeps up to date, in the form of `file_sd_configs`; read beside the targets. @default none */
  readonly targetsFile?: string;
  /** @default 250 */
  readonly intervalMs?: number;
}

/** Starts a Prometheus on a free port of 127.0.0.1; it ends with the test file. */
export async function startPrometheus(options: TestPrometheusOptions = {}): Promise<TestPrometheus> {
  const port = await freePort();
  const folder = join(temporaryFolderOfFile(), `prometheus-${String(port)}`);
  mkdirSync(folder);
  const aim = (targets: readonly ScrapeTarget[]): void => {
    // It looks as soon as the file changes, and must not see half of it.
    const next = join(folder, 'targets.json.new');
    writeFileSync(next, JSON.stringify(targets.map(targetGroup)));
    renameSync(next, join(folder, 'targets.json'));
  };
  aim(options.targets ?? []);
  writeFileSync(join(folder, 'prometheus.yml'), configuration(options));
  let server = await startServer(port, folder);
  return {
    port,
    url: `http://127.0.0.1:${String(port)}`,
    aim,
    kill: async (signal) => {
      server.kill(signal);
      if (signal === 'SIGKILL') await server.stop();
    },
    start: async () => {
      server = await startServer(port, folder);
    },
    stop: async () => {
      server.kill('SIGCONT');
      await server.stop();
    },
  };
}

async function startServer(port: number, folder: string): Promise<RunningProcess> {
  const { path } = await findTool('prometheus');
  return startProcess({
    command: path,
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${String(port)}`,
      '--scrape.discovery-reload-interval=500ms',
    ],
    isReady: async () => (await fetch(`http://127.0.0.1:${String(port)}/-/ready`)).ok,
  });
}

function targetGroup({ address, path, labels }: ScrapeTarget): unknown {
  return { targets: [address], labels: { __metrics_path__: path ?? '/stats/prometheus', ...labels } };
}

/** JSON is YAML. */
function configuration({ intervalMs = 250, targetsFile }: TestPrometheusOptions): string {
  const files = ['targets.json', ...(targetsFile === undefined ? [] : [targetsFile])];
  const interval = `${String(intervalMs)}ms`;
  return JSON.stringify({
    global: { scrape_interval: interval, scrape_timeout: interval },
    scrape_configs: [{ job_name: 'mesh', file_sd_configs: [{ files, refresh_interval: '1s' }] }],
  });
}
