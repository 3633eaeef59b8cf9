import { dirname } from 'node:path';
import { watchFolder } from '../../local-runtime/watch-folder.js';
import { createPlanReader } from '../../rollout/plan/read-plan.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { UsageError } from '../usage-error.js';
import { readPlans } from './read-plans.js';

/** Plans that are followed. */
export interface FollowedPlans {
  readonly plans: () => readonly RolloutPlan[];
  /** Calls back with other plans as they come. */
  readonly watch: (listener: (plans: readonly RolloutPlan[]) => void) => void;
  readonly stop: () => void;
}

/**
 * Follows a file of plans. At first it has to be sound, or the command ends: without plans every rollout would be taken back. Later a bad one is
 * told of, and everything stays as it was.
 */
export function followPlans(file: string, print: (text: string) => void): FollowedPlans {
  const readPlan = createPlanReader();
  const first = readPlans(file, readPlan);
  if (first.kind === 'refused') throw new UsageError(`the plans in "${file}" cannot be carried out: ${first.sentence}`);
  let last = JSON.stringify(first);
  let { plans } = first;
  let listener: ((plans: readonly RolloutPlan[]) => void) | undefined;
  const look = (): void => {
    const next = readPlans(file, readPlan);
    const text = JSON.stringify(next);
    if (text === last) return;
    last = text;
    if (next.kind === 'refused') {
      print(`the plans in "${file}" are not taken, and rollouts stay as they are: ${next.sentence}`);
      return;
    }
    ({ plans } = next);
    listener?.(plans);
  };
  const stop = watchFolder({ directory: dirname(file), ignored: [], onChange: look });
  // It may have changed before it was watched.
  look();
  return {
    plans: () => plans,
    watch: (hear) => {
      listener = hear;
    },
    stop,
  };
}
