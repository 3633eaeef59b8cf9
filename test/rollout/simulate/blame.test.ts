import { expect, test } from 'vitest';
import type { MeasuredWindow } from '../../../lib/rollout/observation/measured-window.js';
import type { Evidence } from '../../../lib/rollout/evidence/evidence.js';
import { emptyEvidence } from '../../../lib/rollout/evidence/empty-evidence.js';
import { addWindow } from '../../../lib/rollout/evidence/add-window.js';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import { drawsFrom } from '../../../lib/rollout/simulate/draws-from.js';
import { randomFromSeed } from '../../../lib/rollout/simulate/random-from-seed.js';
import { makePlan } from '../../support/rollout/make-plan.js';
import { highestShare, runsOf } from '../../support/rollout/watch-evidence.js';

const plan = makePlan({ timing: { ...makePlan().timing, windowMs: 1000 } });
const windows = 120;
const perWindow = 400;

test(
  'of two canaries at once, one that calls the other, the harmful one is found and the sound one errs no more than alone',
  { timeout: 120_000 },
  () => {
    const runs = runsOf(200);
    const blamed = { shop: 0, ratings: 0 };
    for (let run = 0; run < runs; run += 1) {
      const harmful = watchBoth(run * 7919 + 1);
      if (harmful.has('shop')) blamed.shop += 1;
      if (harmful.has('ratings')) blamed.ratings += 1;
    }
    expect(blamed.ratings).toBe(runs);
    expect(blamed.shop / runs).toBeLessThanOrEqual(highestShare(plan.falseRollback, runs));
  },
);

/**
 * `shop` calls `ratings` once for each of its requests, and fails when that fails. Both have a canary at a quarter; only that of `ratings` is
 * bad. Each hop draws by itself, so both sides of `shop` meet the bad one equally often: that is why nothing has to be told apart by the graph.
 */
function watchBoth(seed: number): ReadonlySet<'shop' | 'ratings'> {
  const draws = drawsFrom(randomFromSeed(seed));
  const evidence: Record<'shop' | 'ratings', Evidence> = { shop: emptyEvidence(plan), ratings: emptyEvidence(plan) };
  const harmful = new Set<'shop' | 'ratings'>();
  for (let index = 0; index < windows; index += 1) {
    const sides = { canary: [0, 0], stable: [0, 0] } as Record<'canary' | 'stable', [total: number, bad: number]>;
    const called = { canary: [0, 0], stable: [0, 0] } as typeof sides;
    for (const side of ['canary', 'stable'] as const) {
      const requests = side === 'canary' ? draws.binomial(perWindow, 0.25) : perWindow - sides.canary[0];
      const toCanary = draws.binomial(requests, 0.25);
      const bad = { canary: draws.binomial(toCanary, 0.08), stable: draws.binomial(requests - toCanary, 0.002) };
      called.canary[0] += toCanary;
      called.canary[1] += bad.canary;
      called.stable[0] += requests - toCanary;
      called.stable[1] += bad.stable;
      sides[side] = [requests, bad.canary + bad.stable + draws.binomial(requests, 0.001)];
    }
    evidence.shop = addWindow(plan, evidence.shop, windowOf(index, sides));
    evidence.ratings = addWindow(plan, evidence.ratings, windowOf(index, called));
    for (const service of ['shop', 'ratings'] as const)
      if (readEvidence(plan, evidence[service]).harmful.length > 0) harmful.add(service);
  }
  return harmful;
}

function windowOf(
  index: number,
  sides: Record<'canary' | 'stable', readonly [total: number, bad: number]>,
): MeasuredWindow {
  const arm = (side: 'canary' | 'stable') => [{ pod: side, total: sides[side][0], bad: Math.min(...sides[side]) }];
  return {
    ...{ epoch: 1, canaryWeight: 0.25, fromMs: index * 1000, toMs: (index + 1) * 1000 },
    requests: { canary: sides.canary[0], stable: sides.stable[0] },
    counts: { errors: { canary: arm('canary'), stable: arm('stable') } },
  };
}
