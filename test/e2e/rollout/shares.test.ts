import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { armSharesOf } from '../../../lib/control-plane/rollouts/arm-shares-of.js';
import { noExposure } from '../../../lib/rollout/decide/exposure.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { startLiveMesh } from '../../support/control-plane/live-mesh.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { planBinomialTest } from '../../support/binomial-test.js';
import { meshIr } from '../../support/mesh-ir.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const node = 'sidecar~client/v1~1';
const services = new Set(['reviews']);

const rollout = rolloutIr('reviews-v2', [{ service: 'reviews', stable: 'v1', canary: 'v2' }]);
const ir = meshIr.mesh({
  services: [
    meshIr.service('client', { calls: [meshIr.call('reviews')] }),
    meshIr.service('reviews', { versions: [meshIr.version('v1'), meshIr.version('v2')] }),
  ],
  rollouts: [rollout],
});
const plan = createRolloutPlan(ir, rollout);

test.skipIf(envoy.isMissing)(
  'a real Envoy gives the canary nothing at first, then each share that it has accepted, and loses no request by any change',
  { timeout: 120_000 },
  async () => {
    expect(compileMesh(ir).diagnostics).toEqual([]);
    const { live, registry } = await startLiveMesh(ir);
    const ports = await freePorts(2);
    for (const [index, port] of ports.entries()) {
      await startEchoServer(`v${String(index + 1)}`, port);
      registry.put(`reviews/${String(index + 1)}`, port, { version: `v${String(index + 1)}` });
    }
    await startServedEnvoy(envoy.path, live.bootstrapOf(node) ?? {});
    const port = live.ports().outboundPorts['client/v1']?.['reviews/http'] ?? 0;
    const load = startLoad(`http://127.0.0.1:${String(port)}/`);
    const isAccepted = (): boolean => {
      const { carrying, accepted } = live.standingOf(services);
      return carrying === 1 && accepted === 1;
    };
    await eventually(isAccepted, 20_000);
    await eventually(async () => ((await load.next()).instances.get('v1') ?? 0) > 0, 20_000);

    for (const share of [0, 0.05, 0.5, 1, 0.25, 0]) {
      live.setShares(new Map(armSharesOf(plan, { ...noExposure, weight: share })));
      await eventually(isAccepted, 20_000);
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
      else expect(isFair(canary, canary + stable, share), `${String(canary)} of ${String(canary + stable)}`).toBe(true);
    }
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
  },
);

/** Within five standard errors: wrong once in a million. */
function isFair(count: number, total: number, share: number): boolean {
  return Math.abs(count - total * share) <= 5 * Math.sqrt(total * share * (1 - share)) + 1;
}
