import type { RolloutPlan } from '../../plan/rollout-plan.js';

const weekMs = 7 * 24 * 3_600_000;

/** How long a rollout may stand for its hours, or for somebody to call the service, ms: every hour of the week has come by then. */
export function longestStandMs({ windows, timing }: RolloutPlan): number {
  return windows.length === 0 ? timing.gateMs : Math.max(timing.gateMs, weekMs);
}
