import { messageOf } from './message-of.js';

/** Why a `fetch` has failed: the platform itself says "fetch failed", and why in its cause. */
export function fetchProblem(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // What stands for several causes has a name only.
  return messageOf(cause) || String(cause);
}
