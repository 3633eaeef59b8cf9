import { Agent, request as httpRequest } from 'node:http';
import type { LoadRequest } from './load-request.js';

/** What clients saw of the load. */
export interface LoadReport {
  readonly sent: number;
  /** Answers by status, sorted by status. */
  readonly answers: Readonly<Record<string, number>>;
  /** Requests that got no answer. */
  readonly failed: number;
  /** Why the last of these got none. */
  readonly lastFailure?: string;
  /** Requests that were not sent because too many were on their way. */
  readonly skipped: number;
}

/** Sends requests at an even rate, whatever the answers. */
export interface LoadGenerator {
  /** What to send from now on, in turn; nothing while empty. */
  readonly setRequests: (requests: readonly LoadRequest[]) => void;
  readonly report: () => LoadReport;
  /** Sends no more and waits, a bounded time, for what is on its way. */
  readonly stop: () => Promise<void>;
}

const tickMs = 10;
const largestInFlight = 256;
const requestTimeoutMs = 30_000;
const stopPatienceMs = 3_000;

/** Starts a load generator with nothing to send. */
export function startLoad({ perSecond }: { readonly perSecond: number }): LoadGenerator {
  const agent = new Agent({ keepAlive: true, maxSockets: largestInFlight });
  const answers = new Map<number, number>();
  let requests: readonly LoadRequest[] = [];
  let due = 0;
  let turn = 0;
  let inFlight = 0;
  let sent = 0;
  let skipped = 0;
  let failed = 0;
  let lastFailure: string | undefined;
  let whenEmpty: (() => void) | undefined;
  let lastTick = performance.now();

  const end = (): void => {
    inFlight -= 1;
    if (inFlight === 0) whenEmpty?.();
  };
  const sendOne = (target: LoadRequest): void => {
    inFlight += 1;
    sent += 1;
    void exchange(target, agent).then((status) => {
      if (typeof status === 'number') answers.set(status, (answers.get(status) ?? 0) + 1);
      else {
        failed += 1;
        lastFailure = status.failure;
      }
      end();
    });
  };
  const timer = setInterval(() => {
    const now = performance.now();
    due += ((now - lastTick) * perSecond) / 1000;
    lastTick = now;
    for (; due >= 1; due -= 1) {
      const target = requests[turn % requests.length];
      if (target === undefined) continue;
      turn += 1;
      if (inFlight < largestInFlight) sendOne(target);
      else skipped += 1;
    }
  }, tickMs);

  return {
    setRequests: (next) => {
      requests = next;
    },
    report: () => ({
      sent,
      answers: Object.fromEntries([...answers].sort(([left], [right]) => left - right)),
      failed,
      ...(lastFailure === undefined ? {} : { lastFailure }),
      skipped,
    }),
    stop: async () => {
      clearInterval(timer);
      if (inFlight > 0) {
        await new Promise<void>((resolve) => {
          const patience = setTimeout(resolve, stopPatienceMs);
          whenEmpty = () => {
            clearTimeout(patience);
            resolve();
          };
        });
      }
      agent.destroy();
    },
  };
}

/** Sends a request and reads its whole answer. Never rejects. */
function exchange({ port, path, headers }: LoadRequest, agent: Agent): Promise<number | { readonly failure: string }> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      resolve({ failure: error.message });
    };
    const outgoing = httpRequest(
      { host: '127.0.0.1', port, path, headers, agent, timeout: requestTimeoutMs },
      (response) => {
        response.on('error', fail).on('end', () => {
          resolve(response.statusCode ?? 0);
        });
        response.resume();
      },
    );
    outgoing.on('error', fail).on('timeout', () => {
      outgoing.destroy(new Error(`no answer within ${String(requestTimeoutMs / 1000)} s`));
    });
    outgoing.end();
  });
}
