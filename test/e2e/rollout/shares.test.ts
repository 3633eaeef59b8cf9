import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { planBinomialTest } from '../../support/binomial-test.js';
import { eventually } from '../../support/eventually.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const ir = reviewsRollout();

test.skipIf(envoy.isMissing)(
  'a real Envoy gives the canary nothing at first, then each share that it has accepted, and loses no request by any change',
  { timeout: 120_000 },
  async () => {
    expect(compileMesh(ir).diagnostics).toEqual([]);
    const { url, expose } = await startServedRollout(ir, envoy.path);
    const load = startLoad(url);
    await eventually(async () => ((await load.next()).instances.get('v1') ?? 0) > 0, 20_000);

    for (const share of [0, 0.05, 0.5, 1, 0.25, 0]) {
      await expose({ weight: share });
      await load.next();
      const wanted = share === 0 || share === 1 ? 200 : planBinomialTest(share).trials;
      let [canary, stable] = [0, 0];
      while (canary + stable < wanted) {
        const { statuses, instances } = await load.next();
        expect([...statuses.keys()]).toEqual([200]);
        canary += instances.get('v2') ?? 0;
        stable += instances.get('v1') ?? 0;
      }
      if (share === 0) expect(canary).toBe(0);
      else if (share === 1) expect(stable).toBe(0);
      else {
        const { lowest, highest } = binomialBounds(canary + stable, share);
        expect(canary).toBeGreaterThanOrEqual(lowest);
        expect(canary).toBeLessThanOrEqual(highest);
      }
    }
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
  },
);

test.skipIf(envoy.isMissing)(
  'nobody who is told of something while a share is handed over sees it accepted: its proxy has not heard of it',
  { timeout: 120_000 },
  async () => {
    const { live, expose } = await startServedRollout(ir, envoy.path);
    const services = new Set(['reviews']);
    const arm = { rollout: 'reviews', stable: 'v1', canary: 'v2', mirror: 0, audience: 'everybody' } as const;
    for (let percent = 1; percent <= 30; percent += 1) {
      const seen: number[] = [];
      const unwatch = live.watch(() => seen.push(live.standingOf(services).accepted));
      live.setShares(new Map([['reviews', { ...arm, share: percent / 100 }]]));
      unwatch();
      expect(seen.filter((accepted) => accepted > 0)).toEqual([]);
      expect(seen).not.toEqual([]);
      await eventually(() => live.standingOf(services).accepted === 1, 20_000);
    }
    await expose({ weight: 0 });
  },
);
