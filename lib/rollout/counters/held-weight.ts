/** A weight that every proxy that carries the route holds. */
export interface HeldWeight {
  readonly epoch: number;
  /** Share of requests that are sent to the canary, 0 to 1. */
  readonly canaryWeight: number;
  /** When the last of them accepted it, ms since the epoch of Unix; later, when one had to accept it again. */
  readonly heldFromMs: number;
}
