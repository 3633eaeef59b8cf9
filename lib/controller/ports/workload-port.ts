import type { WorkloadsObserved } from '../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';

/** How much of a side has to run. */
export interface WantedCapacity {
  readonly side: 'canary' | 'stable';
  /** 0 to 1, at the least; 1: enough for all traffic; 0: nothing. */
  readonly capacity: number;
}

/** Who runs the versions: Deployments in Kubernetes, or the processes of `meshwright up`. */
export interface WorkloadPort {
  /** What runs of each side; what cannot be asked is `unknown`. Never rejects. */
  readonly observe: (plan: RolloutPlan) => Promise<WorkloadsObserved>;
  /** Asks for capacity; safe to repeat. Never rejects: what was not done shows in `observe`, and is asked for again. */
  readonly scale: (plan: RolloutPlan, wanted: WantedCapacity) => Promise<void>;
}
