import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { simulateEffect } from './simulate-effect.js';
import type { SimulatedTraffic } from './simulated-traffic.js';

/** What is searched, and how. */
export interface SearchOptions {
  readonly criterion: Criterion;
  readonly seed: number;
  /** For each step of the search. */
  readonly runs: number;
}

/** The smallest effects that are found in so many percent of runs; absent: even the worst is not. */
export interface SmallestFound {
  readonly found80?: number;
  readonly found95?: number;
}

// From a hundredth of a percent to everything, each step halving what is left on a scale of logarithms: within 4 %.
const least = 1e-4;
const most = 1;
const halvings = 8;

/**
 * Searches the smallest effect of a criterion that a plan rolls back within its budget, for 80 % and for 95 % of runs. Gives control back after
 * each effect that was tried.
 */
export function* smallestFound(
  plan: RolloutPlan,
  traffic: SimulatedTraffic,
  options: SearchOptions,
): Generator<undefined, SmallestFound> {
  const tried = new Map<number, number>();
  function* found(effect: number): Generator<undefined, number> {
    const { seed, runs, criterion } = options;
    const known = tried.get(effect);
    if (known !== undefined) return known;
    const share = simulateEffect(plan, traffic, { seed, runs, effect: { [criterion.name]: effect } }).rolledBack;
    tried.set(effect, share);
    yield;
    return share;
  }
  function* search(share: number): Generator<undefined, number | undefined> {
    if ((yield* found(most)) < share) return undefined;
    let [low, high] = [least, most];
    for (let halving = 0; halving < halvings; halving++) {
      const middle = Math.sqrt(low * high);
      if ((yield* found(middle)) >= share) high = middle;
      else low = middle;
    }
    return high;
  }
  const found80 = yield* search(0.8);
  const found95 = yield* search(0.95);
  return { ...(found80 === undefined ? {} : { found80 }), ...(found95 === undefined ? {} : { found95 }) };
}
