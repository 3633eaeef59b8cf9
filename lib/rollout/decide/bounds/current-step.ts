import type { Step } from '../../../ir/rollout/strategy.js';
import type { RolloutState } from '../rollout-state.js';
import { mostWeight } from './most-weight.js';

/** Where a rollout stands among the steps of its plan. */
export interface CurrentStep {
  /** From 0. */
  readonly index: number;
  readonly step: Step;
  /** Its weight, but for what stays at the stable side. */
  readonly weight: number;
  /** Whether its weight was reached. */
  readonly isReached: boolean;
  readonly isLast: boolean;
}

/** The first step that is not below the present weight; undefined where the plan has no steps. */
export function currentStep({ plan, weight }: RolloutState): CurrentStep | undefined {
  if (plan.strategy.kind !== 'steps') return undefined;
  const { steps } = plan.strategy;
  const most = mostWeight(plan);
  const found = steps.findIndex((step) => Math.min(step.weight, most) >= weight);
  const index = found < 0 ? steps.length - 1 : found;
  const step = steps[index];
  if (step === undefined) return undefined;
  const ofStep = Math.min(step.weight, most);
  return { index, step, weight: ofStep, isReached: weight >= ofStep, isLast: index === steps.length - 1 };
}
