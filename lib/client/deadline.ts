import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<number>();

/** The header by which callees hear how much time is left, in ms, as Envoy writes it. */
export const deadlineHeader = 'x-envoy-expected-rq-timeout-ms';

/** Until when the work that runs now has to be done. It goes along with everything that is called in `run`, and only gets shorter. */
export const deadline = Object.freeze({
  /**
   * Runs work that has so much time, in ms; less where what it belongs to has less. `fetch` of the client and gRPC calls with its
   * interceptor end in time and tell their callees what is left.
   */
  run: <T>(timeoutMs: number, work: () => T): T => {
    const end = performance.now() + timeoutMs;
    return storage.run(Math.min(end, storage.getStore() ?? end), work);
  },
  /** ms that are left, not under 0; undefined where there is no end. */
  remainingMs: (): number | undefined => {
    const end = storage.getStore();
    return end === undefined ? undefined : Math.max(0, end - performance.now());
  },
  /** What a caller says in the headers of a request that it leaves us, in ms; undefined where it says nothing. */
  fromHeaders: (headers: Readonly<Record<string, string | readonly string[] | undefined>>): number | undefined => {
    const said = headers[deadlineHeader];
    return typeof said === 'string' && /^\d{1,9}$/u.test(said) ? Number(said) : undefined;
  },
});
