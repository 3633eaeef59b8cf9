import { setTimeout as sleep } from 'node:timers/promises';
import type { Calls, GrpcClientKind, GrpcClientProcess } from '../grpc/client-process.js';

/** Calls of a client so far. */
export interface GrpcLoadResult {
  readonly kind: GrpcClientKind['name'];
  /** Calls that were answered. */
  readonly total: number;
  /** How many failed, by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** When the first of them failed, and in which words. */
  readonly details: readonly string[];
}

/** Calls under way. */
export interface GrpcLoad {
  readonly soFar: () => GrpcLoadResult;
  readonly stop: () => Promise<GrpcLoadResult>;
}

const tellEveryMs = 5_000;

/** Makes calls without pause until it is stopped; the client tells of them every few seconds. */
export function startGrpcLoad(kind: GrpcClientKind['name'], client: GrpcClientProcess, calls: Calls): GrpcLoad {
  const errors: Record<string, number> = {};
  const details: string[] = [];
  const end = new AbortController();
  let total = 0;
  const run = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const load = client.startLoad(calls);
      await sleep(tellEveryMs, undefined, { signal: end.signal }).catch(() => undefined);
      const { answers, errors: failed, details: words } = await load.stop();
      for (const count of Object.values(answers)) total += count;
      for (const [code, count] of Object.entries(failed)) errors[code] = (errors[code] ?? 0) + count;
      details.push(...words.map((text) => `until ${new Date().toISOString()} ${text}`));
    }
  };
  const ended = run();
  // Told by `stop`.
  ended.catch(() => undefined);
  const soFar = (): GrpcLoadResult => ({ kind, total, errors: { ...errors }, details: details.slice(0, 20) });
  return {
    soFar,
    stop: async () => {
      end.abort();
      await ended;
      return soFar();
    },
  };
}
