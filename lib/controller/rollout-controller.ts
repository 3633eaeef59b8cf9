import type { RolloutCommand } from '../rollout/observation/rollout-command.js';
import type { RolloutPlan } from '../rollout/plan/rollout-plan.js';
import type { RolloutStatus } from './rollout-status.js';

/** What came of a command. */
export type Asked =
  /** It is kept; what came of it shows in the decisions. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'unknown-rollout' }
  /** The store does not answer. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Carries rollouts out: what the API and `meshwright up` see of it. */
export interface RolloutController {
  /** Says what the program wants now. A rollout that is not there any more goes back to its stable side. */
  readonly setPlans: (plans: readonly RolloutPlan[]) => void;
  /** By name. */
  readonly statuses: () => readonly RolloutStatus[];
  readonly statusOf: (name: string) => RolloutStatus | undefined;
  /** Keeps what somebody asks for, and answers as soon as it is kept. */
  readonly ask: (name: string, command: RolloutCommand) => Promise<Asked>;
  /** Calls back when a status has changed, with its name. Ends with the returned function. */
  readonly watch: (listener: (name: string) => void) => () => void;
  /** Ends after the turn that is under way. Weights stay as they are. */
  readonly stop: () => Promise<void>;
}
