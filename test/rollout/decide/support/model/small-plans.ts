import { matchEverything } from '../../../../../lib/ir/match.js';
import type { RolloutPlan } from '../../../../../lib/rollout/plan/rollout-plan.js';
import { examplePlan, type PlanChange } from '../example-plan.js';

/** Each time is another small multiple of the second that passes at once, so that few situations differ by time. */
const timing = {
  ...{ readyMs: 2_000, acceptMs: 2_000, bakeMs: 1_000, budgetMs: 2_000, watchMs: 1_000 },
  ...{ blindMs: 1_000, mostBlindMs: 2_000, gateMs: 2_000, wayBackMs: 1_000 },
};

const small = (change: PlanChange): RolloutPlan => examplePlan({ timing, ...change });

/** A plan of each strategy, and of each way to be undecided; few weights each. */
export const smallPlans: Readonly<Record<string, RolloutPlan>> = {
  paced: small({ strategy: { kind: 'paced', first: 0.25, most: 0.5 } }),
  steps: small({
    strategy: {
      kind: 'steps',
      steps: [
        { weight: 0.25, holdMs: 1_000, needsApproval: true },
        { weight: 0.5, holdMs: 1_000, needsApproval: false },
      ],
    },
    whenUndecided: 'roll-back',
  }),
  'blue-green': small({ strategy: { kind: 'blue-green' }, gates: { beforeStart: false, beforePromotion: true } }),
  'a-b': small({
    strategy: { kind: 'a-b', match: matchEverything },
    gates: { beforeStart: true, beforePromotion: false },
    whenUndecided: 'promote',
  }),
  mirror: small({ strategy: { kind: 'mirror', share: 0.5 }, whenUndecided: 'promote' }),
  'somebody alone': small({ strategy: { kind: 'paced', first: 0.5, most: 0.5 }, criteria: [], leastRequests: 0 }),
};
