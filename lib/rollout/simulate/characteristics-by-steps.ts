import type { Criterion } from '../../ir/rollout/criterion.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { simulateEffect, type EffectFigures } from './simulate-effect.js';
import type { SimulatedTraffic } from './simulated-traffic.js';
import { smallestFound } from './smallest-found.js';

/** How often and from where it is tried. */
export interface SimulationOptions {
  /** A whole number; the same one gives the same figures. */
  readonly seed: number;
  /** Runs for each figure; 1 or more. Its standard error is at most 0.5 / sqrt(runs). */
  readonly runs: number;
  /** Effects to try, in excess share of bad events. @default twice, four, ten times the tolerated excess and at least 1 %, 5 %, 50 % */
  readonly effects?: readonly number[];
  /** Runs for each step of the search for the smallest effect that is found; 0: it is not looked for. @default 200 */
  readonly searchRuns?: number;
}

/** What a plan does on a traffic. */
export interface OperatingCharacteristics {
  /** A canary that is like the stable side. */
  readonly healthy: EffectFigures;
  /** In the order of the plan. */
  readonly criteria: readonly CriterionCharacteristics[];
}

/** What a plan does with a canary that is worse by one criterion. */
export interface CriterionCharacteristics {
  readonly name: string;
  /** A healthy canary that this criterion alone judges, with its own part of `falseRollback`. */
  readonly healthyAlone: EffectFigures;
  /** By rising effect, `mustFind` among them. */
  readonly effects: readonly EffectFigures[];
  /** The smallest effect that is rolled back within the budget in 80 %, or in 95 %, of runs; absent: not looked for, or there is none. */
  readonly found80?: number;
  readonly found95?: number;
}

const defaultSearchRuns = 200;

/** What `operatingCharacteristics` does, giving control back after each figure, so that who is asked to stop can. */
export function* characteristicsBySteps(
  plan: RolloutPlan,
  traffic: SimulatedTraffic,
  options: SimulationOptions,
): Generator<undefined, OperatingCharacteristics> {
  const { seed, runs, searchRuns = defaultSearchRuns } = options;
  const healthy = simulateEffect(plan, traffic, { seed, runs, effect: {} });
  yield;
  const criteria: CriterionCharacteristics[] = [];
  for (const criterion of plan.criteria) {
    const { name } = criterion;
    const isOnly = plan.criteria.length === 1;
    const alone = { ...plan, criteria: [criterion] };
    const healthyAlone = isOnly ? healthy : simulateEffect(alone, traffic, { seed, runs, effect: {} });
    const effects: EffectFigures[] = [];
    for (const effect of effectsOf(criterion, options.effects)) {
      yield;
      effects.push(simulateEffect(plan, traffic, { seed, runs, effect: { [name]: effect } }));
    }
    yield;
    const found = searchRuns === 0 ? {} : yield* smallestFound(plan, traffic, { criterion, seed, runs: searchRuns });
    criteria.push({ name, healthyAlone, effects, ...found });
  }
  return { healthy, criteria };
}

function effectsOf({ tolerance, mustFind }: Criterion, asked: readonly number[] | undefined): readonly number[] {
  const tolerated = tolerance.kind === 'absolute' ? tolerance.max : tolerance.margin;
  const usual = [Math.max(0.01, 2 * tolerated), Math.max(0.05, 4 * tolerated), Math.max(0.5, 10 * tolerated)];
  const effects = new Set([
    ...(asked ?? usual.filter((effect) => effect <= 1)),
    ...(mustFind === undefined ? [] : [mustFind]),
  ]);
  return [...effects].sort((left, right) => left - right);
}
