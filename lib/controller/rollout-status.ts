import type { RolloutState } from '../rollout/decide/rollout-state.js';
import type { EvidenceReading } from '../rollout/evidence/evidence-reading.js';
import type { ProxiesObserved, TelemetryObserved, WorkloadsObserved } from '../rollout/observation/observation.js';
import type { RolloutPlan } from '../rollout/plan/rollout-plan.js';
import type { DecisionEntry } from './record/decision-entry.js';

/** How a rollout stands: what the API, the commands and the view show. Plain JSON. */
export interface RolloutStatus {
  readonly name: string;
  /** What the program says now; absent: the rollout was taken out of it. */
  readonly plan?: RolloutPlan;
  /** Absent: nothing was decided yet. */
  readonly state?: RolloutState;
  /** What its evidence says by now, by the state's plan. */
  readonly reading?: EvidenceReading;
  /** As they were seen last. */
  readonly proxies: ProxiesObserved;
  readonly workloads: WorkloadsObserved;
  readonly telemetry: TelemetryObserved;
  /** Why nothing can be decided, for example a store that does not answer; the mesh stays as it is. */
  readonly problem?: string;
  /** Last decisions, the newest last. */
  readonly log: readonly DecisionEntry[];
}
