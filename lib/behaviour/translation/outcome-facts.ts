/**
 * What a route does, in a form that has no two ways to say one thing, so that two sources of it can be compared as text.
 * Shares are `numerator/denominator` in lowest terms; durations are ms.
 */
export type OutcomeFacts =
  | {
      readonly kind: 'forward';
      /** By cluster; shares of 0 are left out. */
      readonly shares: Readonly<Record<string, string>>;
      readonly requestTimeoutMs: number | 'none';
      readonly idleTimeoutMs: number | 'none' | undefined;
      readonly retries: RetryFacts | undefined;
      readonly hashOn: readonly string[];
      readonly fault: FaultFacts | undefined;
      /** What samples of requests look like on their way on. */
      readonly samples: readonly string[];
    }
  | {
      readonly kind: 'redirect';
      readonly status: number;
      /** Where samples of requests are sent. */
      readonly samples: readonly string[];
    }
  | { readonly kind: 'other'; readonly text: string };

/** When and how a request is tried again. */
export interface RetryFacts {
  readonly attempts: number;
  /** Sorted; status codes as words. */
  readonly on: readonly string[];
  readonly perTryTimeoutMs: number | 'none';
  readonly backOffMs: readonly [base: number, longest: number];
}

/** What is put in the way of a request. */
export interface FaultFacts {
  readonly delay: string | undefined;
  readonly abort: string | undefined;
}
