import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProcess, type RunningProcess } from '../processes.js';

/** A `meshwright serve` as a user starts it. It ends with the test. */
export interface RunningServe {
  readonly process: RunningProcess;
  /** Where it runs. */
  readonly directory: string;
  readonly apiUrl: string;
  readonly xdsPort: number;
  /** Asks the mesh API as its operator; throws for an answer that is no success. Gives the JSON that came, or undefined. */
  readonly api: (call: `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`, body?: unknown) => Promise<unknown>;
}

/** Where it runs and on which ports. */
export interface ServeRunOptions {
  readonly directory: string;
  readonly ports: { readonly xds: number; readonly api: number };
  readonly args?: readonly string[];
  /** Added to the test's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints when it is as the test wants it. @default 'ready\n' */
  readonly until?: string;
  /** @default 60000 */
  readonly readyTimeoutMs?: number;
}

const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));

/** Starts the built command and waits until it says that it is ready. */
export async function startServe({
  directory,
  ports,
  args = [],
  env = {},
  until = 'ready\n',
  readyTimeoutMs = 60_000,
}: ServeRunOptions): Promise<RunningServe> {
  const process = await startProcess({
    command: globalThis.process.execPath,
    args: [main, 'serve', '--xds-port', String(ports.xds), '--api-port', String(ports.api), ...args],
    env,
    workingDirectory: directory,
    isReady: (output) => output.includes(until),
    readyTimeoutMs,
  });
  onTestFinished(process.stop);
  const apiUrl = `http://127.0.0.1:${String(ports.api)}`;
  return {
    process,
    directory,
    apiUrl,
    xdsPort: ports.xds,
    api: async (call, body) => {
      const [method = '', path = ''] = call.split(' ');
      const token = readFileSync(join(directory, '.meshwright/operator-token'), 'utf8').trim();
      const answer = await fetch(`${apiUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${call}: ${String(answer.status)} ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
}
