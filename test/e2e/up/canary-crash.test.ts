import { expect, test } from 'vitest';
import { answerMesh, answerVersion } from '../../support/answer-mesh.js';
import { startRun } from '../../support/local-run.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
/** Ends with its first request. */
const script = 'require("http").createServer(() => process.exit(7)).listen(process.env.PORT)';

test.skipIf(envoy.isMissing)(
  'a canary that ends by itself gets nothing any more and is started again, while everybody else is served',
  { timeout: 240_000 },
  async () => {
    const ir = answerMesh({ cart: { v1: 100 } });
    const services = ir.services.map((service) =>
      service.name === 'cart'
        ? {
            ...service,
            versions: [
              ...service.versions,
              answerVersion('cart', 'v2', { local: { command: [process.execPath, '-e', script], env: {} } }),
            ],
          }
        : service,
    );
    const arms = [{ service: 'cart', stable: 'v1', canary: 'v2' }];
    const run = startRun(
      { ...ir, services, rollouts: [rolloutIr('cart-v2', arms)] },
      { envoy: envoy.path, traffic: { perSecond: 50, paths: ['/'] } },
    );
    const patience = 90_000;
    await run.untilShown('cart/v2 gets 1 % of requests', patience);
    await run.untilShown('the workload of "cart/v2" stopped with exit code 7', patience);
    await run.untilShown(
      'no instance of cart/v2 can answer (the workload of "cart/v2" stopped with exit code 7)',
      patience,
    );
    await run.untilShown('started cart/v2', patience);
    await run.untilShown('cart/v2 is ready, and every proxy has accepted that nothing comes to it', patience);
    const { diagnostics, report } = await run.stop();
    expect(diagnostics).toEqual([]);
    expect(report?.load?.failed).toBe(0);
  },
);
