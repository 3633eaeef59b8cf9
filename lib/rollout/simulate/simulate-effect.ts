import type { RolloutPlan } from '../plan/rollout-plan.js';
import { declaredSource } from './declared-source.js';
import { drawsFrom } from './draws-from.js';
import { quantile } from './quantile.js';
import { randomFromSeed } from './random-from-seed.js';
import { recordedSource } from './recorded-source.js';
import { simulateRun } from './simulate-run.js';
import type { SimulatedTraffic } from './simulated-traffic.js';
import type { Effect } from './traffic-source.js';
import { withoutPeople } from './without-people.js';

/** What is tried, how often and from where. */
export interface EffectOptions {
  readonly seed: number;
  readonly runs: number;
  /** Empty: the canary is like the stable side. */
  readonly effect: Effect;
}

/** What became of a canary with one effect. Shares are of all runs; times are from its first request on, ms. */
export interface EffectFigures {
  readonly effect: Effect;
  readonly runs: number;
  readonly rolledBack: number;
  readonly promoted: number;
  readonly undecided: number;
  /** Of all runs, those without an end of this kind counted as endless; absent: fewer than that end so. */
  readonly rollbackMs: Quantiles;
  readonly promotionMs: Quantiles;
  /** Requests that went wrong and would not have at the stable side. */
  readonly harmed: { readonly mean: number; readonly p95: number };
}

/** The middle, and what one run in ten exceeds. */
export interface Quantiles {
  readonly median?: number;
  readonly p90?: number;
}

// Seeds of runs lie apart by a prime, so that those of two figures do not follow each other.
const seedStep = 7919;

/** Lets a plan run many times with one effect. The same seed draws the same traffic for every effect, so that figures can be compared. */
export function simulateEffect(plan: RolloutPlan, traffic: SimulatedTraffic, options: EffectOptions): EffectFigures {
  const { seed, runs, effect } = options;
  const tried = withoutPeople(plan);
  const ends = Array.from({ length: runs }, (_, run) => {
    const draws = drawsFrom(randomFromSeed(seed + run * seedStep));
    const source =
      traffic.kind === 'declared'
        ? declaredSource(traffic, plan.criteria, effect, draws)
        : recordedSource(traffic, plan.criteria, effect, draws);
    return simulateRun(tried, source);
  });
  const share = (outcome: string): number => ends.filter((end) => end.outcome === outcome).length / runs;
  const times = (outcome: string): Quantiles => {
    const all = ends.map((end) => (end.outcome === outcome ? end.afterMs : Infinity));
    const of = (name: keyof Quantiles, part: number): Quantiles => {
      const value = quantile(all, part);
      return Number.isFinite(value) ? { [name]: value } : {};
    };
    return { ...of('median', 0.5), ...of('p90', 0.9) };
  };
  const harmed = ends.map((end) => end.harmed);
  return {
    ...{ effect, runs, rolledBack: share('rolled-back'), promoted: share('promoted'), undecided: share('undecided') },
    rollbackMs: times('rolled-back'),
    promotionMs: times('promoted'),
    harmed: { mean: harmed.reduce((sum, one) => sum + one, 0) / runs, p95: quantile(harmed, 0.95) },
  };
}
