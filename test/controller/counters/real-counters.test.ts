import { expect, test } from 'vitest';
import { adminCounters } from '../../../lib/controller/counters/admin-counters.js';
import { prometheusCounters } from '../../../lib/controller/counters/prometheus-counters.js';
import type { CounterPort } from '../../../lib/controller/ports/counter-port.js';
import type { CountBaseline } from '../../../lib/rollout/counters/count-baseline.js';
import { countWindow } from '../../../lib/rollout/counters/count-window.js';
import type { MeasuredWindow } from '../../../lib/rollout/observation/measured-window.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { eventually } from '../../support/eventually.js';
import { startPrometheus } from '../../support/prometheus/start-prometheus.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { grpcStatuses, startGrpcStatusServer } from '../../support/rollout/grpc-status-server.js';
import { makeCriterion } from '../../support/rollout/make-plan.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';
import { scriptedServer } from '../../support/rollout/scripted-server.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const prometheusTool = await findTool('prometheus');
const isMissing = envoy.isMissing || prometheusTool.isMissing;

/** Not one of Envoy's own. */
const edgeMs = 777;
const slowMs = 1500;
const timeoutMs = 3000;
const held = { epoch: 1, canaryWeight: 0.5, heldFromMs: 0 };
const origin = { kind: 'user', constructPath: 'shop/reviews' } as const;
const { timing } = rolloutIr('any', []);
const ir = reviewsRollout({
  rollout: {
    criteria: [
      makeCriterion({ name: 'errors', errorShare: 0.4 }),
      makeCriterion({ name: 'slow', errorShare: 0.3, measure: { kind: 'latency-over', edgeMs } }),
      makeCriterion({ name: 'denied', errorShare: 0.3, measure: { kind: 'denied-ratio' } }),
    ],
    // Readings may be twice as old: what is tested are numbers, on a machine that may be slow.
    timing: { ...timing, windowMs: 10_000, settleMs: 1 },
  },
  reviews: {
    policies: {
      retries: { origin, attempts: 1, on: ['5xx', 'reset'] },
      timeout: { origin, requestMs: timeoutMs },
    },
  },
});
const [rollout] = ir.rollouts;
if (rollout === undefined) throw new Error('the mesh has a rollout');
const plan = createRolloutPlan(ir, rollout);

test.skipIf(isMissing)(
  'proxies and Prometheus count what callers got: not tries, with answers that never came, and times over an edge of our own',
  { timeout: 180_000 },
  async () => {
    const served = await startServedRollout(ir, envoy.path, { v1: scriptedServer('v1'), v2: scriptedServer('v2') });
    const { adminAddress } = served.envoy;
    const prometheus = await startPrometheus({ targets: [{ address: adminAddress, labels: { pod: 'client-1' } }] });
    const ports = [
      adminCounters({ clock: systemClock, proxies: () => [{ proxy: 'client-1', url: `http://${adminAddress}` }] }),
      prometheusCounters({ clock: systemClock, url: prometheus.url }),
    ];
    // Nothing was asked yet, and each counter is known to be 0.
    const before: CountBaseline[] = [];
    for (const port of ports) before.push(await firstBaseline(port));

    const stable = await send(served.url, [
      ...Array<string>(12).fill('ok'),
      ...['status/500', 'status/500', 'status/404', 'once/a', 'once/b', 'reset', `delay/${String(slowMs)}`],
    ]);
    expect(stable.statuses).toEqual([...Array<number>(12).fill(200), 500, 500, 404, 200, 200, 503, 200]);
    await served.expose({ weight: 1 });
    const canary = await send(served.url, [
      'ok',
      'ok',
      'ok',
      'status/500',
      'once/c',
      'status/403',
      'status/429',
      'hang',
    ]);
    expect(canary.statuses).toEqual([200, 200, 200, 500, 200, 403, 429, 504]);

    for (const [index, port] of ports.entries()) {
      const window = await windowWith(port, before[index] ?? { series: {} }, {
        requests: { canary: 8, stable: 19 },
        times: { canary: 8, stable: 18 },
      });
      expect(window.counts['errors']).toMatchObject({
        canary: [{ total: 8, bad: 2 }],
        stable: [{ total: 19, bad: 3 }],
      });
      expect(window.counts['denied']).toMatchObject({
        canary: [{ total: 8, bad: 2 }],
        stable: [{ total: 19, bad: 0 }],
      });
      // Of the answers that came, and of those that came too late for their route: not of the connection that broke.
      const slow = window.counts['slow'];
      expect(slow).toMatchObject({ canary: [{ total: 8 }], stable: [{ total: 18 }] });
      expectWithin(slow?.stable[0]?.bad, { least: 1, most: 1 + stable.late });
      expectWithin(slow?.canary[0]?.bad, { least: 1, most: 1 + canary.late });
    }
  },
);

test.skipIf(isMissing)(
  'calls of gRPC fail by their own status, which HTTP says nothing of, and those that the proxy answers fail once',
  { timeout: 120_000 },
  async () => {
    const { services } = ir;
    const speaksGrpc = services.map((service) =>
      service.name === 'reviews' ? { ...service, ports: [meshIr.port('http', 8080, 'grpc')], policies: {} } : service,
    );
    // Nobody listens where v2 should be.
    const served = await startServedRollout({ ...ir, services: speaksGrpc }, envoy.path, {
      v1: startGrpcStatusServer,
      v2: () => Promise.resolve(),
    });
    const url = `http://${served.envoy.adminAddress}`;
    const port = adminCounters({ clock: systemClock, proxies: () => [{ proxy: 'client-1', url }] });
    const before = await firstBaseline(port);
    const paths = ['/test/0', '/test/5', '/test/13', '/test/14', '/test/7'];
    expect(await grpcStatuses(served.url, paths)).toEqual([0, 5, 13, 14, 7]);
    await served.expose({ weight: 1 });
    expect(await grpcStatuses(served.url, ['/test/0', '/test/0'])).toEqual([14, 14]);
    const { counts } = await windowWith(port, before, {
      requests: { canary: 2, stable: 5 },
      times: { canary: 0, stable: 5 },
    });
    expect(counts['errors']).toMatchObject({ canary: [{ total: 2, bad: 2 }], stable: [{ total: 5, bad: 2 }] });
    expect(counts['denied']).toMatchObject({ canary: [{ total: 2, bad: 0 }], stable: [{ total: 5, bad: 1 }] });
  },
);

/** Sends one after the other. `late`: those that nothing but the machine can have made slow. */
async function send(url: string, paths: readonly string[]): Promise<{ statuses: readonly number[]; late: number }> {
  const statuses: number[] = [];
  let late = 0;
  for (const path of paths) {
    const begin = Date.now();
    const { status } = await request(`${url}${path}`);
    statuses.push(status);
    if (Date.now() - begin >= edgeMs && !/delay|hang|reset/.test(path)) late += 1;
  }
  return { statuses, late };
}

function expectWithin(value: number | undefined, { least, most }: { least: number; most: number }): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

async function firstBaseline(port: CounterPort): Promise<CountBaseline> {
  let baseline: CountBaseline = { series: {} };
  await eventually(async () => {
    const read = await port.read(plan);
    if (read.kind === 'read') baseline = countWindow(plan, baseline, read.snapshot, held).baseline;
    return Object.keys(baseline.series).length === 2;
  }, 60_000);
  return baseline;
}

/** The window since a baseline, as soon as so many requests, and so many response times, are in it. */
async function windowWith(
  port: CounterPort,
  before: CountBaseline,
  { requests, times }: Record<'requests' | 'times', MeasuredWindow['requests']>,
): Promise<MeasuredWindow> {
  let window: MeasuredWindow | undefined;
  await eventually(async () => {
    const read = await port.read(plan);
    if (read.kind === 'read') ({ window } = countWindow(plan, before, read.snapshot, held));
    const counted = (side: 'canary' | 'stable'): boolean =>
      window?.requests[side] === requests[side] && window.counts['slow']?.[side][0]?.total === times[side];
    return counted('canary') && counted('stable');
  }, 60_000);
  if (window === undefined) throw new Error('there was a window');
  return window;
}
