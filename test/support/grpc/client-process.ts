import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { findTool, type Tool } from '../tools.js';

/** One of gRPC's own xDS clients. */
export interface GrpcClientKind {
  readonly name: 'node' | 'python' | 'go';
  readonly isMissing: boolean;
  readonly command: () => readonly [program: string, ...args: string[]];
  readonly env: () => Readonly<Record<string, string>>;
}

/** Calls that a client makes. */
export interface Calls {
  /** `xds:///<what is dialled>`. */
  readonly target: string;
  /** What `echo.proto` lets a request ask for. @default '' */
  readonly text?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Calls under way at once. @default 4 */
  readonly inFlight?: number;
  /** Deadline of each call. @default 30000 */
  readonly timeoutMs?: number;
  /** Pause of each worker after a call. @default 0 */
  readonly gapMs?: number;
}

/** What came of calls: how many answers of each instance, and how many errors of each code. */
export interface CallResult {
  readonly answers: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, number>>;
  /** Words of the first errors. */
  readonly details: readonly string[];
}

/** A client in a process of its own, which ends with the test. */
export interface GrpcClientProcess {
  /** Makes so many calls. */
  readonly calls: (calls: Calls & { readonly count: number }) => Promise<CallResult>;
  /** Makes calls until it is stopped. */
  readonly startLoad: (calls: Calls) => { readonly stop: () => Promise<CallResult> };
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const grpcio = await findTool('grpcio');
const grpcGo = await findTool('grpc-go');
const env = (tool: Tool): Readonly<Record<string, string>> => ({ PYTHONPATH: tool.path, PYTHONDONTWRITEBYTECODE: '1' });

/** All clients; of those whose tool is missing the tests are skipped. */
export const grpcClients: readonly GrpcClientKind[] = [
  {
    name: 'node',
    isMissing: false,
    command: () => [process.execPath, here('client.mjs')],
    env: () => ({}),
  },
  {
    name: 'python',
    isMissing: grpcio.isMissing,
    command: () => ['python3', here('client.py')],
    env: () => env(grpcio),
  },
  { name: 'go', isMissing: grpcGo.isMissing, command: () => [grpcGo.path], env: () => ({}) },
];

/** Starts a client with a bootstrap. */
export function startGrpcClient(kind: GrpcClientKind, bootstrap: object): GrpcClientProcess {
  const file = join(temporaryFolder(), 'bootstrap.json');
  writeFileSync(file, JSON.stringify(bootstrap));
  const [program, ...args] = kind.command();
  const child = spawn(program, args, {
    env: { ...process.env, ...kind.env(), GRPC_XDS_BOOTSTRAP: file },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const waiting = new Map<number, { resolve: (result: CallResult) => void; reject: (error: Error) => void }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...result } = JSON.parse(line) as CallResult & { readonly id: number };
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  child.once('close', () => {
    for (const { reject } of waiting.values()) reject(new Error(`the ${kind.name} client ended: ${said.join('')}`));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let last = 0;
  const send = (command: object): void => void child.stdin.write(`${JSON.stringify(command)}\n`);
  const run = (calls: Calls & { readonly count: number }): Promise<CallResult> => {
    const id = ++last;
    const defaults = { text: '', metadata: {}, inFlight: 4, timeoutMs: 30_000, gapMs: 0 };
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      send({ op: 'run', ...defaults, ...calls, id });
    });
  };
  return {
    calls: run,
    startLoad: (calls) => {
      const result = run({ ...calls, count: 0 });
      return {
        stop: () => {
          send({ op: 'stop' });
          return result;
        },
      };
    },
  };
}
