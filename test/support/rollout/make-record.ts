import { recordVersion, type RolloutRecord } from '../../../lib/controller/record/rollout-record.js';
import { decide } from '../../../lib/rollout/decide/decide.js';
import type { RolloutState } from '../../../lib/rollout/decide/rollout-state.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';

/** A record of a rollout that has just begun, with what a test changes of its state and of itself. */
export function makeRecord(
  plan: RolloutPlan,
  state: Partial<RolloutState> = {},
  parts: Partial<RolloutRecord> = {},
): RolloutRecord {
  const begun = decide(
    plan,
    undefined,
    {
      wanted: { kind: 'canary', revision: plan.revision, procedure: plan.procedure },
      proxies: { kind: 'unknown' },
      workloads: { canary: { kind: 'unknown' }, stable: { kind: 'unknown' } },
      telemetry: { kind: 'fresh' },
      windows: [],
      commands: [],
    },
    Date.UTC(2026, 0, 1),
  );
  return {
    recordVersion,
    state: { ...begun.state, ...state },
    baseline: { series: {} },
    notices: [],
    log: [],
    ...parts,
  };
}
