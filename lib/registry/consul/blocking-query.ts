import type { Clock } from '../../util/clock.js';
import type { ConsulHttp } from './consul-http.js';

/** What is asked again and again, and who hears of it. */
export interface BlockingQueryOptions {
  readonly http: ConsulHttp;
  readonly clock: Clock;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** How long Consul may hold back an answer that is as before, ms. */
  readonly waitMs: number;
  /** Hears the first answer and each that may differ; 404 is an answer. */
  readonly onAnswer: (body: unknown, status: number, index: number) => void;
  readonly onProblem: (text: string) => void;
}

const retryMs = 200;

/**
 * Follows one path by blocking queries, as Consul's documentation asks of clients: the index of an answer is the next question's; an
 * index that went back, as after a restore, begins anew; one that is no positive number is not waited on. Ends with the returned function.
 */
export function blockingQuery(options: BlockingQueryOptions): () => void {
  const { http, clock, path, waitMs } = options;
  const controller = new AbortController();
  const isClosed = (): boolean => controller.signal.aborted;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      clock.after(retryMs, resolve);
    });
  const loop = async (): Promise<void> => {
    let index = 0;
    while (!isClosed()) {
      const wait = { index: String(index), wait: `${String(waitMs)}ms` };
      const answer = await http({
        method: 'GET',
        path,
        query: { ...options.query, ...(index > 0 ? wait : {}) },
        // Consul adds up to a sixteenth, so that not all clients come back at once.
        timeoutMs: waitMs + waitMs / 16 + 2000,
        signal: controller.signal,
      });
      if (isClosed()) return;
      if (answer.kind !== 'answer' || (answer.status !== 200 && answer.status !== 404)) {
        options.onProblem(
          answer.kind === 'answer' ? `Consul answers ${String(answer.status)} to ${path}` : answer.reason,
        );
        // What was missed meanwhile is told by an answer that waits for nothing.
        index = 0;
        await pause();
        continue;
      }
      options.onAnswer(answer.body, answer.status, answer.index);
      index = answer.index > 0 && answer.index >= index ? answer.index : 0;
      if (index === 0) await pause();
    }
  };
  void loop();
  return () => {
    controller.abort();
  };
}
