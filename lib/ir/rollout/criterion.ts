import type { Origin } from '../../diagnostics/origin.js';

/**
 * What must not get worse. Everything is a share of events that are counted as bad, so that silence is "nothing known" and a
 * quantile needs no interpolation: "p99 at most 250 ms" is "at most 1 % of requests over 250 ms", where 250 ms is an edge of the histogram.
 */
export interface Criterion {
  /** Unique in its plan. */
  readonly name: string;
  /** Where in the program it stands. */
  readonly origin: Origin;
  /** What is counted. */
  readonly measure: Measure;
  /** How much worse is still well. */
  readonly tolerance: Tolerance;
  /** `gate`: promotion needs proof that it holds. `guard`: it can only roll back. */
  readonly role: 'gate' | 'guard';
  /** Its part of the plan's `falseRollback`, over 0 to 1; the parts of all criteria sum to 1. */
  readonly errorShare: number;
  /**
   * The effect, in excess share of bad events, that must be found: simulations say how surely it is, and a plan that
   * would miss it is refused. Absent: nothing is promised.
   */
  readonly mustFind?: number;
}

/** What counts as an event, and which of them are bad. */
export type Measure =
  /** Requests as callers see them, after retries; bad: HTTP 5xx, resets, or gRPC statuses that tell of a server's fault. */
  | { readonly kind: 'error-ratio' }
  /** Requests; bad: those that took longer than an edge of the proxies' histogram, ms. */
  | { readonly kind: 'latency-over'; readonly edgeMs: number }
  /** Requests; bad: those that a policy refused, for example by a limit or an authorization. */
  | { readonly kind: 'denied-ratio' }
  /** Windows of a pod; bad: those in which a resource was fuller than a share of its limit, over 0 to 1. */
  | { readonly kind: 'saturation'; readonly resource: 'cpu' | 'memory'; readonly over: number }
  /** Counters of the user's own, in PromQL selectors that the compiler checked; both are cumulative. */
  | { readonly kind: 'counters'; readonly total: string; readonly bad: string }
  /** Events without a number of trials, such as restarts; told by the time that pods were observed. */
  | { readonly kind: 'rate'; readonly events: string };

/** How much worse is still well. Shares, over 0 to 1; for rates, events a second and pod. */
export type Tolerance =
  /** Canary at most `ratio` x stable + `margin`; a ratio of 1 or more, a margin of 0 or more, not both at their least. */
  | { readonly kind: 'against-stable'; readonly ratio: number; readonly margin: number }
  /** Canary at most this. */
  | { readonly kind: 'absolute'; readonly max: number };
