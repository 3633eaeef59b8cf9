import { expect, test } from 'vitest';
import { adminCounters } from '../../../lib/controller/counters/admin-counters.js';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { eventually } from '../../support/eventually.js';
import { inParallel } from '../../support/in-parallel.js';
import { request } from '../../support/request.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { startServedRollout, type ServedRollout } from '../../support/rollout/served-rollout.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const origin = { kind: 'user', constructPath: 'shop/patience' } as const;
const newTimeoutMs = 3000;
const subject = {
  kind: 'policy',
  service: 'reviews',
  policies: { timeout: { origin, requestMs: newTimeoutMs } },
} as const;
const ir = reviewsRollout({ rollout: { subject } });
const [rollout] = ir.rollouts;
if (rollout === undefined) throw new Error('the mesh has a rollout');
const plan = createRolloutPlan(ir, rollout);
const [present, tried] = ['reviews/http', 'reviews/http~reviews-v2'];

test.skipIf(envoy.isMissing)(
  'a new timeout holds for its share of requests, then for all, then for none; proxies count them apart, and no request is lost by any change',
  { timeout: 120_000 },
  async () => {
    expect(compileMesh(ir).diagnostics).toEqual([]);
    const served = await startServedRollout(ir, envoy.path);
    const load = startLoad(served.url);
    await eventually(async () => ((await load.next()).statuses.get(200) ?? 0) > 0, 20_000);
    for (const share of [0, 0.3, 1, 0]) {
      await served.expose({ weight: share });
      await load.next();
      const before = await totals(served);
      await eventually(async () => (await totals(served)).all >= before.all + 500, 20_000);
      const after = await totals(served);
      const { lowest, highest } = binomialBounds(after.all - before.all, share);
      // What was under way between the two readings of a pair is counted in one of them: as many as the load sends at once.
      expect(after.tried - before.tried).toBeGreaterThanOrEqual(lowest - 8);
      expect(after.tried - before.tried).toBeLessThanOrEqual(highest + 8);
    }
    // Servers that take longer than the new timeout, and not as long as the old one.
    await served.expose({ weight: 0.5 });
    const slow = await inParallel(100, 100, () => request(`${served.url}delay/${String(1.5 * newTimeoutMs)}`));
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    expect([...new Set(slow.map(({ status }) => status))].sort()).toEqual([200, 504]);
    const late = slow.filter(({ status }) => status === 504).length;
    const { lowest, highest } = binomialBounds(100, 0.5);
    expect(late).toBeGreaterThanOrEqual(lowest);
    expect(late).toBeLessThanOrEqual(highest);
    expect(await served.counterOf(tried, 'upstream_rq_timeout')).toBe(late);
    expect(await served.counterOf(present, 'upstream_rq_timeout')).toBe(0);

    // What criteria are judged by.
    const proxies = () => [{ proxy: 'client', url: `http://${served.envoy.adminAddress}` }];
    const counters = adminCounters({ clock: systemClock, proxies });
    const read = await counters.read(plan);
    const bad =
      read.kind === 'read' ? read.snapshot.series.map(({ side, counts }) => [side, counts['errors']?.bad]) : [];
    expect(Object.fromEntries(bad)).toEqual({ canary: late, stable: 0 });
  },
);

async function totals({ counterOf }: ServedRollout): Promise<{ readonly tried: number; readonly all: number }> {
  const [ofPresent, ofTried] = await Promise.all([
    counterOf(present, 'upstream_rq_total'),
    counterOf(tried, 'upstream_rq_total'),
  ]);
  return { tried: ofTried, all: ofPresent + ofTried };
}
