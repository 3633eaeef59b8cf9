import type { NoticePort } from '../../controller/ports/notice-port.js';
import type { RolloutStore } from '../../controller/ports/rollout-store.js';
import type { TrafficPort } from '../../controller/ports/traffic-port.js';
import type { WorkloadPort } from '../../controller/ports/workload-port.js';
import type { DecisionEntry } from '../../controller/record/decision-entry.js';
import type { LeaderLease } from '../../registry/leader/leader-lease.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { Clock } from '../../util/clock.js';

/** Where a controller's plans, records and workloads are. */
export interface ControllerWorld {
  /** As they are now. */
  readonly plans: () => readonly RolloutPlan[];
  /** Calls back when there are others. */
  readonly watchPlans: (listener: (plans: readonly RolloutPlan[]) => void) => void;
  readonly store: RolloutStore;
  /** Absent: the servers that the command names are all. */
  readonly traffic?: TrafficPort;
  /** Absent: who runs the workloads is somebody else. */
  readonly workloads?: WorkloadPort;
  /** Absent: this is the only controller. */
  readonly leader?: LeaderLease;
  readonly notices: readonly NoticePort[];
  /** Hears of each decision, beside the user. */
  readonly onDecision?: (rollout: string, entry: DecisionEntry) => void;
  /** Ends it, the store too. */
  readonly close: () => Promise<void>;
}

/** What a world is opened with. */
export interface WorldSurroundings {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
}
