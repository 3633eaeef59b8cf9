import { readFileSync } from 'node:fs';
import type { PlanReader } from '../../rollout/plan/read-plan.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { messageOf } from '../../util/message-of.js';

/** Plans of a file, or why none of them counts. */
export type PlansRead =
  | { readonly kind: 'plans'; readonly plans: readonly RolloutPlan[] }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Reads `rollouts.json` as `synth` writes it: `{"plans": […]}`. One bad plan spoils all: what is left of them is not what the program says. */
export function readPlans(file: string, readPlan: PlanReader): PlansRead {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refused(`it cannot be read: ${messageOf(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused('it is not JSON');
  }
  const list = (value as { readonly plans?: unknown } | null)?.plans;
  if (!Array.isArray(list)) return refused('it has no list "plans"');
  const plans: RolloutPlan[] = [];
  for (const [index, each] of (list as readonly unknown[]).entries()) {
    const read = readPlan(each);
    if (read.kind === 'refused') return refused(`plans/${index}: ${read.sentence}`);
    if (plans.some(({ name }) => name === read.plan.name))
      return refused(`plans/${index}: "${read.plan.name}" is there twice`);
    plans.push(read.plan);
  }
  return { kind: 'plans', plans };
}

function refused(sentence: string): PlansRead {
  return { kind: 'refused', sentence };
}
