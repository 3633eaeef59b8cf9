import type { Rollout, ServiceArms } from '../../../lib/ir/rollout/rollout.js';

/** A small sound rollout: paced, judged by the errors that callers see. */
export function rolloutIr(name: string, services: readonly ServiceArms[], parts: Partial<Rollout> = {}): Rollout {
  const origin = { kind: 'user', constructPath: `shop/${name}` } as const;
  return {
    name,
    origin,
    subject: { kind: 'versions', services },
    strategy: { kind: 'paced', first: 0.01, most: 0.5 },
    criteria: [
      {
        name: 'errors',
        origin,
        measure: { kind: 'error-ratio' },
        tolerance: { kind: 'against-stable', ratio: 1.25, margin: 0.001 },
        role: 'gate',
        errorShare: 1,
      },
    ],
    falseRollback: 0.01,
    falsePromotion: 0.05,
    harmBudget: 0.0025,
    leastRequests: 100,
    whenUndecided: 'hold',
    timing: {
      windowMs: 2000,
      settleMs: 15_000,
      readyMs: 600_000,
      acceptMs: 60_000,
      bakeMs: 60_000,
      budgetMs: 3_600_000,
      watchMs: 300_000,
      watchShare: 0.02,
      blindMs: 15_000,
      mostBlindMs: 120_000,
      gateMs: 86_400_000,
      wayBackMs: 300_000,
    },
    gates: { beforeStart: false, beforePromotion: false },
    windows: [],
    ...parts,
  };
}
