import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { adminCounters } from '../../../lib/controller/counters/admin-counters.js';
import { prometheusCounters } from '../../../lib/controller/counters/prometheus-counters.js';
import type { CounterPort, CountersRead } from '../../../lib/controller/ports/counter-port.js';
import type { CountBaseline } from '../../../lib/rollout/counters/count-baseline.js';
import { countWindow } from '../../../lib/rollout/counters/count-window.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { startCuttableProxy } from '../../support/cuttable-proxy.js';
import { eventually } from '../../support/eventually.js';
import { startPrometheus } from '../../support/prometheus/start-prometheus.js';
import { request } from '../../support/request.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const prometheusTool = await findTool('prometheus');
const isMissing = envoy.isMissing || prometheusTool.isMissing;

const { timing } = rolloutIr('any', []);
const ir = reviewsRollout({ rollout: { timing: { ...timing, settleMs: 1 } } });
const [rollout] = ir.rollouts;
if (rollout === undefined) throw new Error('the mesh has a rollout');
const plan = createRolloutPlan(ir, rollout);
const held = { epoch: 1, canaryWeight: 0.5, heldFromMs: 0 };

test.skipIf(isMissing)(
  'a Prometheus that is slow, dead, or reads nothing is told from a service without requests, and forgiven when it is back',
  { timeout: 180_000 },
  async () => {
    const served = await startServedRollout(ir, envoy.path);
    const prometheus = await startPrometheus({ targets: [{ address: served.envoy.adminAddress }] });
    const between = await startCuttableProxy(prometheus.port);
    const port = prometheusCounters({ clock: systemClock, url: `http://127.0.0.1:${String(between.port)}` });
    await untilRead(port);

    between.cut();
    expect(reasonOf(await port.read(plan))).toBe('Prometheus did not answer in time');
    between.heal();
    await untilRead(port);

    await prometheus.kill('SIGKILL');
    expect(reasonOf(await port.read(plan))).toMatch(/^Prometheus (cannot be reached|did not answer in time)/);
    await prometheus.start();
    await untilRead(port);

    // Prometheus is well, and says that nobody answers it.
    await served.envoy.process.stop();
    await eventually(async () => {
      const read = await port.read(plan);
      return read.kind === 'lost' && read.reason.startsWith('1 of 1 proxies');
    }, 60_000);
  },
);

test.skipIf(isMissing)(
  'an Envoy that is started again begins at 0, and neither loses requests after that nor has any twice',
  { timeout: 180_000 },
  async () => {
    const served = await startServedRollout(ir, envoy.path);
    let { adminAddress } = served.envoy;
    const target = () => ({ address: adminAddress, labels: { instance: 'client-1' } });
    const prometheus = await startPrometheus({ targets: [target()] });
    const ports = [
      adminCounters({ clock: systemClock, proxies: () => [{ proxy: 'client-1', url: `http://${adminAddress}` }] }),
      prometheusCounters({ clock: systemClock, url: prometheus.url }),
    ];
    await ask(served.url, 5);
    let baselines = await Promise.all(ports.map((port) => baselineWith(port, { series: {} }, 5)));

    await served.envoy.process.stop();
    const again = await startServedEnvoy(envoy.path, served.live.bootstrapOf('sidecar~client/v1~1') ?? {});
    ({ adminAddress } = again);
    prometheus.aim([target()]);
    await ask(served.url, 3);
    baselines = await Promise.all(ports.map((port, index) => baselineWith(port, baselines[index], 3)));

    await ask(served.url, 4);
    for (const [index, port] of ports.entries()) {
      let stable: number | undefined;
      await eventually(async () => {
        const read = await port.read(plan);
        if (read.kind === 'read')
          stable = countWindow(plan, baselines[index] ?? { series: {} }, read.snapshot, held).window?.requests.stable;
        return stable === 4;
      }, 60_000);
    }
  },
);

/** For answers that come: however slow the machine is. */
const patient = { ...plan, timing: { ...plan.timing, windowMs: 60_000 } };

const nonsense: readonly (readonly [string, string, number])[] = [
  ['a page for people', '<html><body>502 Bad Gateway</body></html>', 200],
  ['an error of a gateway', '<html><body>502 Bad Gateway</body></html>', 502],
  [
    'other JSON',
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[["now",1]]}]}}',
    200,
  ],
  ['a refusal', '{"status":"error","errorType":"bad_data","error":"out of memory"}', 422],
  ['half an answer', '{"status":"success","data":{"resultType":"matrix","res', 200],
  [
    'an answer in part',
    '{"status":"success","warnings":["a shard is down"],"data":{"resultType":"vector","result":[]}}',
    200,
  ],
  ['nothing', '', 200],
];

test.each(nonsense)('%s instead of counters is no knowledge, with a reason', async (_, body, status) => {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  expect(reasonOf(await prometheusCounters({ clock: systemClock, url }).read(patient))).toMatch(
    /^Prometheus (answer|says)/,
  );
  const proxies = adminCounters({ clock: systemClock, proxies: () => [{ proxy: 'client-1', url }] });
  expect(reasonOf(await proxies.read(patient))).toMatch(/^(1 of 1 proxies could not be read|none of 1 proxies)/);
});

async function ask(url: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) expect((await request(url)).status).toBe(200);
}

async function untilRead(port: CounterPort): Promise<void> {
  await eventually(async () => (await port.read(plan)).kind === 'read', 60_000);
}

/** What counts from the moment that a side has counted so many requests. */
async function baselineWith(
  port: CounterPort,
  before: CountBaseline | undefined,
  stable: number,
): Promise<CountBaseline> {
  let baseline = before ?? { series: {} };
  await eventually(async () => {
    const read = await port.read(plan);
    if (read.kind === 'read') {
      const counted = countWindow(plan, baseline, read.snapshot, held);
      ({ baseline } = counted);
    }
    return Object.values(baseline.series).some(({ side, requests }) => side === 'stable' && requests === stable);
  }, 60_000);
  return baseline;
}

function reasonOf(read: CountersRead): string {
  if (read.kind === 'read') throw new Error(JSON.stringify(read.snapshot));
  return read.reason;
}
