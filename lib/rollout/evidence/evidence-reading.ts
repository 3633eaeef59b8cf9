/** What the evidence says by now. */
export interface EvidenceReading {
  /** In the order of the plan. */
  readonly criteria: readonly CriterionReading[];
  /** Criteria that prove harm, the surest first; empty: none does. */
  readonly harmful: readonly string[];
  /** Whether every gate is proven within its tolerance, by windows at no less than half of the weight asked for. */
  readonly isProven: boolean;
  /** Whether requests do not come to the canary though its weight says so. */
  readonly isNotRouted: boolean;
  /** Highest weight at which the excess that is still possible stays within the plan's harm budget; 0 to 1. */
  readonly weightCeiling: number;
  /** Requests that the canary has answered in all windows. */
  readonly canaryRequests: number;
}

/** What the evidence says of one criterion. */
export interface CriterionReading {
  readonly name: string;
  /** Evidence of harm: rolled back at `harmBound` or above. Natural logarithms of e-values. */
  readonly logHarm: number;
  readonly logHarmBound: number;
  /** Smallest excess over the stable side, as a share, that the canary is proven to stay below; 1: nothing is proven. */
  readonly provenExcess: number;
  /** Whether it is proven within its tolerance. */
  readonly isProven: boolean;
  /** By how much errors come in clumps: counts are divided by it; 1 or more. */
  readonly dispersion: number;
  readonly canary: { readonly total: number; readonly bad: number };
  readonly stable: { readonly total: number; readonly bad: number };
}
