import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon, { type Client, type Instance } from 'autocannon';

/** What came of a load. */
export interface LoadResult {
  /** Requests that were answered. */
  readonly total: number;
  /** Requests without an answer of 2xx, of each kind. */
  readonly failed: Readonly<Record<string, number>>;
  /** When the first of them failed, and in which words. */
  readonly details: readonly string[];
  /** ms. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** Requests under way. */
export interface HttpLoad {
  readonly soFar: () => LoadResult;
  readonly stop: () => Promise<LoadResult>;
}

const connections = 10;
const keptDetails = 20;

/**
 * Sends requests to paths of a server in turn until it is stopped. autocannon sends what a second is to have at the
 * beginning of that second, so each connection has one of its own, and their seconds begin one after the other.
 */
export async function startHttpLoad(options: {
  readonly url: string;
  readonly paths: readonly string[];
  readonly perSecond: number;
}): Promise<HttpLoad> {
  const { url, paths, perSecond } = options;
  const durations = createHistogram();
  const failed: Record<string, number> = {};
  const details: string[] = [];
  let total = 0;
  const fail = (kind: string, words: string): void => {
    failed[kind] = (failed[kind] ?? 0) + 1;
    if (details.length < keptDetails) details.push(`${new Date().toISOString()} ${kind} ${words.slice(0, 300)}`);
  };
  const answered = (path: string, status: number, body: string): void => {
    if (status < 200 || status > 299) fail(String(status), `${path} ${body}`);
  };
  // autocannon forgets a request whose connection ends without an answer; here it is lost.
  const setupClient = (client: Client): void => {
    // Its types leave out that it tells of requests.
    const events: NodeJS.EventEmitter = client;
    let isWaiting = false;
    events.on('request', () => {
      if (isWaiting) fail('lost', 'the connection ended before the answer');
      isWaiting = true;
    });
    events.on('response', (_status: number, _bytes: number, durationMs: number) => {
      isWaiting = false;
      total++;
      durations.record(Math.max(1, Math.round(durationMs * 1_000)));
    });
  };
  const running: { readonly instance: Instance; readonly ended: Promise<void> }[] = [];
  for (let number = 0; number < connections; number++) {
    const ordered = paths.map((_, index) => paths[(index + number) % paths.length] ?? '');
    const requests = ordered.map((path) => ({
      path,
      onResponse: (status: number, body: string) => {
        answered(path, status, body);
      },
    }));
    const overallRate = Math.ceil(perSecond / connections);
    // `stop` ends it long before the duration does.
    const asked = { url, requests, connections: 1, overallRate, duration: 86_400, timeout: 10, setupClient };
    running.push(started(asked, fail));
    await sleep(1_000 / connections);
  }
  const soFar = (): LoadResult => {
    const [p50, p99] = [durations.percentile(50) / 1_000, durations.percentile(99) / 1_000];
    return { total, failed: { ...failed }, details: [...details], p50, p99, longest: durations.max / 1_000 };
  };
  return {
    soFar,
    stop: async () => {
      for (const { instance } of running) instance.stop();
      await Promise.all(running.map(({ ended }) => ended));
      return soFar();
    },
  };
}

function started(
  options: autocannon.Options,
  fail: (kind: string, words: string) => void,
): { readonly instance: Instance; readonly ended: Promise<void> } {
  let settle = (_error: Error | null): void => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    settle = (error) => {
      if (error === null) resolve();
      else reject(error);
    };
  });
  const instance: Instance = autocannon(options, (error: Error | null) => {
    settle(error);
  });
  instance.on('reqError', (error: Error) => {
    fail('connection error', error.message);
  });
  return { instance, ended };
}
