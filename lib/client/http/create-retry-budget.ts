/** Limits retries to a share of requests, so that they cannot drown a service that is down already. */
export interface RetryBudget {
  readonly noteRequest: () => void;
  /** Takes a retry from the budget; false where there is none left. */
  readonly takeRetry: () => boolean;
}

/** Retries that are saved up at most, and that there are at first. */
const most = 10;

/**
 * Creates a full budget.
 *
 * @param share retries that each request adds, 0 to 1
 */
export function createRetryBudget(share: number): RetryBudget {
  let left = most;
  return {
    noteRequest: () => {
      left = Math.min(most, left + share);
    },
    takeRetry: () => {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
