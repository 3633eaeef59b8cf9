import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { RegistryWrite } from '../../../lib/registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';

/** A real process that has an embedded registry open. */
export interface EmbeddedProcess {
  readonly pid: number;
  /** Resolves with the answer; undefined when the process ends before there is one. */
  readonly write: (write: RegistryWrite) => Promise<RegistryWriteResult | undefined>;
  /** Why it does not open the folder; undefined as soon as it has. Rejects when it ends without a word. */
  readonly opened: Promise<string | undefined>;
  /** Resolves when it says that it has lost the store. */
  readonly stale: Promise<string>;
  /** Kills it at once and resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Lets it end by itself. */
  readonly end: () => Promise<void>;
}

const child = fileURLToPath(new URL('./embedded-child.ts', import.meta.url));

/** Starts one. `fileBlocks`: it can write no file longer than so many 512 bytes, as if the disk were full. */
export function startEmbedded(folder: string, fileBlocks?: number): EmbeddedProcess {
  const node = [process.execPath, '--import', 'tsx', child, folder];
  const limit = `trap '' XFSZ; ulimit -S -f ${String(fileBlocks)}; exec "$0" "$@"`;
  const [command = '', ...args] = fileBlocks === undefined ? node : ['sh', '-c', limit, ...node];
  const running = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => running.once('close', resolve));
  const waiting = new Map<number, (result: RegistryWriteResult | undefined) => void>();
  const hears = new Set<(said: Said) => void>();
  const heard = <Value>(read: (said: Said) => { readonly value: Value } | undefined): Promise<Value> =>
    new Promise((resolve) => {
      hears.add((said) => {
        const found = read(said);
        if (found !== undefined) resolve(found.value);
      });
    });
  createInterface({ input: running.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Said;
    if (said.kind === 'result') waiting.get(said.number)?.(said.result);
    else for (const hear of hears) hear(said);
  });
  running.stdin.on('error', () => undefined);
  void gone.then(() => {
    for (const resolve of waiting.values()) resolve(undefined);
  });
  const opened = Promise.race([
    heard((said) => {
      if (said.kind === 'opened') return { value: undefined };
      return said.kind === 'refused' ? { value: said.problem } : undefined;
    }),
    gone.then(() => {
      throw new Error(`the process ended with ${String(running.exitCode ?? running.signalCode)}`);
    }),
  ]);
  opened.catch(() => undefined);
  const stale = heard((said) => (said.kind === 'stale' ? { value: said.reason } : undefined));
  const kill = async (): Promise<void> => {
    running.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  let count = 0;
  return {
    pid: running.pid ?? 0,
    write: (write) => {
      count += 1;
      const number = count;
      return new Promise((resolve) => {
        waiting.set(number, resolve);
        running.stdin.write(`${JSON.stringify({ number, write })}\n`);
        if (running.exitCode !== null || running.signalCode !== null) resolve(undefined);
      });
    },
    opened,
    stale,
    kill,
    end: async () => {
      running.stdin.end();
      await gone;
    },
  };
}

type Said =
  | { readonly kind: 'starts' | 'opened' }
  | { readonly kind: 'refused'; readonly problem: string }
  | { readonly kind: 'stale'; readonly reason: string }
  | { readonly kind: 'result'; readonly number: number; readonly result: RegistryWriteResult };
