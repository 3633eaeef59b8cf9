/** What can be chosen. */
export interface Candidate {
  /** Tells it apart from the others. */
  readonly id: string;
  /** Share against the others, over 0. */
  readonly weight: number;
}

/** What a choice may look at. */
export interface Choice {
  /** What requests that belong together have in common; of `hash` only. */
  readonly key?: string | undefined;
}

/** Chooses one of the candidates, which may be others each time; undefined where there are none. */
export type Balancer = <T extends Candidate>(candidates: readonly T[], choice?: Choice) => T | undefined;

/** How an instance is chosen. */
export type Balancing = 'round-robin' | 'random' | 'least-request' | 'hash';
