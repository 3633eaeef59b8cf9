import autocannon, { type Instance, type Result } from 'autocannon';

/** What came of a load. */
export interface LoadResult {
  readonly total: number;
  /** Requests without an answer of 2xx, of each kind. */
  readonly failed: Readonly<Record<string, number>>;
  /** ms. */
  readonly p50: number;
  readonly p99: number;
}

/** Sends requests to paths of a server in turn, evenly over time, from a thread of its own, until it is stopped. */
export function startHttpLoad(options: {
  readonly url: string;
  readonly paths: readonly string[];
  readonly perSecond: number;
}): { readonly stop: () => Promise<LoadResult> } {
  const { url, paths, perSecond } = options;
  let stop = (): void => undefined;
  const ended = new Promise<Result>((resolve, reject) => {
    const instance: Instance = autocannon(
      {
        url,
        requests: paths.map((path) => ({ path })),
        connections: 10,
        overallRate: perSecond,
        // Ended by `stop`.
        duration: 86_400,
        timeout: 10,
      },
      (error: Error | null, result) => {
        if (error === null) resolve(result);
        else reject(error);
      },
    );
    stop = () => {
      instance.stop();
    };
  });
  return {
    stop: async () => {
      stop();
      const { requests, latency, statusCodeStats, errors, timeouts } = await ended;
      const bad = Object.entries(statusCodeStats ?? {}).filter(([code]) => !code.startsWith('2'));
      const failed = Object.fromEntries([
        ...bad.map(([code, { count }]): [string, number] => [code, count ?? 0]),
        ...(errors > 0 ? [['connection errors', errors - timeouts] as const] : []),
        ...(timeouts > 0 ? [['timeouts', timeouts] as const] : []),
      ]);
      return { total: requests.total, failed, p50: latency.p50, p99: latency.p99 };
    },
  };
}
