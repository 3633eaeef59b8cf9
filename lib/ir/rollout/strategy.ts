import type { Match } from '../match.js';

/** How callers come to the canary. Weights are shares of the requests that go to the rolled-out service, 0 to 1. */
export type Strategy =
  /** As fast as evidence allows: from `first`, at most doubled at a time, up to `most`; then promoted. */
  | { readonly kind: 'paced'; readonly first: number; readonly most: number }
  /** Fixed weights that rise; each at least so long, and never beyond what evidence allows. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** Nobody, then everybody; the stable side stays ready until the end of the bake. */
  | { readonly kind: 'blue-green' }
  /** Requests that match, and no others; at promotion everybody. */
  | { readonly kind: 'a-b'; readonly match: Match }
  /** A copy of so many requests; callers never see what the canary answers. At promotion everybody. */
  | { readonly kind: 'mirror'; readonly share: number };

/** One step of fixed weights. */
export interface Step {
  /** Share of requests, over 0 to 1. */
  readonly weight: number;
  /** Least time at this weight. */
  readonly holdMs: number;
  /** Somebody has to say that it goes on, when its time is over. */
  readonly needsApproval: boolean;
}
