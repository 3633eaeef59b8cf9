import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
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

const tickMs = 10;
const largestInFlight = 256;
const requestTimeoutMs = 30_000;
const stopPatienceMs = 3_000;

/** Sends requests at an even rate, whatever the answers, from its making until `stop`. */
export class LoadGenerator {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: largestInFlight });
  private readonly onTheirWay = new Set<Promise<void>>();
  private readonly answers = new Map<number, number>();
  private readonly perSecond: number;
  private readonly timer: NodeJS.Timeout;
  private requests: readonly LoadRequest[] = [];
  private lastTick = performance.now();
  private due = 0;
  private turn = 0;
  private sent = 0;
  private skipped = 0;
  private failed = 0;
  private lastFailure: string | undefined;

  constructor({ perSecond }: { readonly perSecond: number }) {
    this.perSecond = perSecond;
    this.timer = setInterval(() => {
      this.tick();
    }, tickMs);
  }

  /** Says what to send from now on, in turn; nothing while empty. */
  setRequests(requests: readonly LoadRequest[]): void {
    this.requests = requests;
  }

  /** What clients saw so far. */
  report(): LoadReport {
    return {
      sent: this.sent,
      answers: Object.fromEntries([...this.answers].sort(([left], [right]) => left - right)),
      failed: this.failed,
      ...(this.lastFailure === undefined ? {} : { lastFailure: this.lastFailure }),
      skipped: this.skipped,
    };
  }

  /** Sends no more and waits, a bounded time, for what is on its way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    const patience = new AbortController();
    const timeIsUp = sleep(stopPatienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.onTheirWay), timeIsUp]);
    patience.abort();
    this.agent.destroy();
  }

  private tick(): void {
    const now = performance.now();
    this.due += ((now - this.lastTick) * this.perSecond) / 1000;
    this.lastTick = now;
    for (; this.due >= 1; this.due -= 1) {
      const target = this.requests[this.turn % this.requests.length];
      if (target === undefined) continue;
      this.turn += 1;
      if (this.onTheirWay.size < largestInFlight) this.send(target);
      else this.skipped += 1;
    }
  }

  private send(target: LoadRequest): void {
    this.sent += 1;
    const exchanged = exchange(target, this.agent).then((result) => {
      this.onTheirWay.delete(exchanged);
      if (typeof result === 'number') this.answers.set(result, (this.answers.get(result) ?? 0) + 1);
      else {
        this.failed += 1;
        this.lastFailure = result.failure;
      }
    });
    this.onTheirWay.add(exchanged);
  }
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
