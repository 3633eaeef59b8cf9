import type { ChangeKind } from './change-kind.js';

/** One thing that a route does, said without any name that only the configuration knows. */
export interface RouteAspect {
  readonly kind: ChangeKind;
  /** In words. Two routes do the same exactly where they have the same aspects with the same text. */
  readonly name: string;
  /** In words, and without loss. */
  readonly text: string;
  /** Of a time limit, in ms: a longer one is no harm. */
  readonly limitMs?: number | 'none';
  /** Whether every request of the route is refused by it. */
  readonly refusesAll?: boolean;
}
