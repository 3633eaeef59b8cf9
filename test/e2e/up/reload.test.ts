import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { answerMesh } from '../../support/answer-mesh.js';
import { startRun } from '../../support/local-run.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const traffic = { perSecond: 100, paths: ['/'] };

test.skipIf(envoy.isMissing)('changes splits, versions and calls without a failed request', async () => {
  const run = startRun(answerMesh({ cart: { v1: 100 } }), { envoy: envoy.path, traffic });
  await run.untilShown('gateway ingress');
  for (const [mesh, shown] of [
    [answerMesh({ cart: { v1: 50, v2: 50 } }), 'started cart/v2'],
    [answerMesh({ cart: { v1: 10, v2: 90 } }), 'changed: updated 1 Envoy ('],
    [answerMesh({ cart: { v2: 100 } }), 'stopping cart/v1'],
    [answerMesh({ cart: { v2: 100 }, withStock: true }), 'replaced web/v1, started stock/v1'],
    [answerMesh({ cart: { v2: 100 } }), 'replaced web/v1, stopping stock/v1'],
  ] as const) {
    run.edit(mesh);
    await run.untilShown(shown);
    await sleep(300); // requests on the new ways
  }
  const { diagnostics, report } = await run.stop();
  expect(diagnostics).toEqual([]);
  expect(report?.load).toMatchObject({ failed: 0, skipped: 0, answers: { 200: report?.load?.sent } });
  expect(report?.load?.sent).toBeGreaterThan(200);
  const cart = report?.edges.filter(({ callee }) => callee === 'cart').map(({ version }) => version);
  expect(cart).toEqual(['v1', 'v2']);
});

test.skipIf(envoy.isMissing)('changes every cluster and listener of callers without a failed request', async () => {
  const run = startRun(answerMesh({ cart: { v1: 100 } }), { envoy: envoy.path, traffic });
  await run.untilShown('gateway ingress');
  const origin = { kind: 'user', constructPath: 'shop' } as const;
  for (const [index, requestMs] of [400_000, 500_000, 600_000].entries()) {
    run.edit(
      answerMesh({
        cart: { v1: 100 },
        // Longer than the gateway's own limit, so that its listener changes too.
        policies: {
          timeout: { origin, requestMs, connectMs: 1_000 + index },
          circuitBreaker: { origin, maxRequests: 500 + index },
        },
      }),
    );
    await run.untilShown('changed: updated 2 Envoys (');
    await sleep(300); // requests on the new ways
  }
  const { diagnostics, report } = await run.stop();
  expect(diagnostics).toEqual([]);
  expect(report?.load).toMatchObject({ failed: 0, answers: { 200: report?.load?.sent } });
});

test.skipIf(envoy.isMissing)('keeps a way open until the requests that a fault holds back have gone it', async () => {
  const mesh = { delayMs: 700 };
  const run = startRun(answerMesh({ cart: { v1: 100 }, ...mesh }), { envoy: envoy.path, traffic });
  await run.untilShown('gateway ingress');
  await sleep(1_000); // some are under way, and some held back
  run.edit(answerMesh({ cart: { v2: 100 }, ...mesh }));
  await run.untilShown('started cart/v2, stopping cart/v1');
  await sleep(3_500); // until v1 has gone
  const { diagnostics, report } = await run.stop();
  expect(diagnostics).toEqual([]);
  expect(report?.load).toMatchObject({ failed: 0, answers: { 200: report?.load?.sent } });
});
