import { expect, test } from 'vitest';
import { prometheusCounters } from '../../../lib/controller/counters/prometheus-counters.js';
import type { PrometheusSeries } from '../../../lib/controller/counters/prometheus-answer.js';
import type { CountersRead } from '../../../lib/controller/ports/counter-port.js';
import type { Criterion } from '../../../lib/ir/rollout/criterion.js';
import type { CountBaseline } from '../../../lib/rollout/counters/count-baseline.js';
import { countWindow } from '../../../lib/rollout/counters/count-window.js';
import type { CounterSeries } from '../../../lib/rollout/counters/counter-snapshot.js';
import { fakeClock, type FakeClock } from '../../support/fake-clock.js';
import { madeUpPrometheus, type MadeUpPrometheus } from '../../support/prometheus/made-up-prometheus.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';

// Windows of 2 s: what is older than 4 s is not fresh.
const plan = makePlan();
const start = Date.UTC(2026, 0, 1);
const proxies = 'upstream_rq_completed';

interface World extends MadeUpPrometheus {
  readonly clock: FakeClock;
  readonly read: (criteria?: readonly Criterion[]) => Promise<CountersRead>;
}

function world(): World {
  const clock = fakeClock(start);
  const prometheus = madeUpPrometheus(start);
  const port = prometheusCounters({ url: 'http://prometheus', clock, fetch: prometheus.fetch });
  return Object.assign(prometheus, {
    clock,
    read: (criteria: readonly Criterion[] = plan.criteria) => port.read({ ...plan, criteria }),
  });
}

/** What one caller's proxy has counted: requests to each side, and those of the canary that failed. */
function proxy(
  pod: string,
  [stable, canary, failed]: readonly [number, number, number],
  atMs = start,
): readonly PrometheusSeries[] {
  const one = (
    version: string,
    metric: string,
    value: number,
    more: Record<string, string> = {},
  ): PrometheusSeries => ({
    labels: {
      __name__: `envoy_cluster_upstream_${metric}`,
      envoy_cluster_name: `shop/${version}/http`,
      job: 'mesh',
      pod,
      ...more,
    },
    samples: [[atMs, value]],
  });
  return [
    one('v1', 'rq_timeout', 0),
    one('v2', 'rq_timeout', 0),
    one('v1', 'rq_completed', stable),
    one('v2', 'rq_completed', canary),
    one('v2', 'rq_xx', failed, { envoy_response_code_class: '5' }),
  ];
}

/** When Prometheus tried to read a pod last; negative where that failed. */
function tried(pod: string, seconds: number): PrometheusSeries {
  return { labels: { job: 'mesh', pod }, samples: [[start, seconds]] };
}

function seriesIn(read: CountersRead): readonly CounterSeries[] {
  if (read.kind === 'lost') throw new Error(read.reason);
  return read.snapshot.series;
}

function reasonOf(read: CountersRead): string {
  if (read.kind === 'read') throw new Error(JSON.stringify(read.snapshot));
  return read.reason;
}

test('each proxy gives a series for each side, with a 0 where nothing has been counted yet', async () => {
  const prometheus = world();
  prometheus.answers = [[proxies, proxy('a', [100, 10, 2]).slice(0, 3)]];
  const series = seriesIn(await prometheus.read());
  expect(series.map(({ side, requests, counts }) => ({ side, requests, counts }))).toEqual([
    { side: 'stable', requests: 100, counts: { errors: { total: 100, bad: 0 } } },
    { side: 'canary', requests: 0, counts: { errors: { total: 0, bad: 0 } } },
  ]);
  expect(new Set(series.map(({ pod }) => pod)).size).toBe(1);
});

test('asks for counters as they are, in one query', async () => {
  const prometheus = world();
  await prometheus.read();
  expect(prometheus.asked).toHaveLength(2);
  expect(prometheus.asked.join()).not.toMatch(/rate\(|increase\(|sum\(/);
});

test('a proxy that was started again has nothing of before, though Prometheus still knows it', async () => {
  const prometheus = world();
  const failuresOfBefore = proxy('a', [900, 90, 9], start - 1000).slice(4);
  prometheus.answers = [[proxies, [...proxy('a', [3, 1, 0]).slice(0, 4), ...failuresOfBefore]]];
  const canary = seriesIn(await prometheus.read()).find(({ side }) => side === 'canary');
  expect(canary?.counts['errors']).toEqual({ total: 1, bad: 0 });
});

test('a snapshot has the time of its oldest reading by our clock, however far ahead that of Prometheus is', async () => {
  const prometheus = world();
  const ahead = 3_600_000;
  prometheus.nowMs = start + ahead;
  const at = (ms: number): number => start + ahead - ms;
  prometheus.answers = [[proxies, [...proxy('a', [1, 1, 0], at(300)), ...proxy('b', [1, 1, 0], at(1200))]]];
  expect(await prometheus.read()).toMatchObject({ kind: 'read', snapshot: { atMs: start - 1200 } });
});

test('one scrape that is read twice, however long the answer takes, is one snapshot and counts once', async () => {
  const prometheus = world();
  const scrape = (requests: number, atMs: number): void => {
    prometheus.answers = [[proxies, proxy('a', [requests, 1, 0], atMs)]];
  };
  const held = { epoch: 1, canaryWeight: 0.5, heldFromMs: 0 };
  let baseline: CountBaseline = { series: {} };
  const counted: (number | undefined)[] = [];
  const count = async (): Promise<void> => {
    const read = await prometheus.read();
    if (read.kind === 'lost') throw new Error(read.reason);
    const next = countWindow(plan, baseline, read.snapshot, held);
    ({ baseline } = next);
    counted.push(next.window?.requests.stable);
  };
  scrape(10, start - 100);
  await count();
  // Answers take up to 400 ms, so that what is seen of Prometheus' clock swings by as much.
  for (const delayMs of [400, 0, 250]) {
    prometheus.nowMs += 1000;
    await prometheus.clock.advance(1000 - delayMs);
    prometheus.onTheWay = () => prometheus.clock.advance(delayMs);
    await count();
  }
  scrape(25, start + 2900);
  await count();
  await count();
  expect(counted).toEqual([undefined, undefined, undefined, undefined, 15, undefined]);
});

test('a tenth of the proxies that cannot be read is too much, and less is left out', async () => {
  const prometheus = world();
  const pods = Array.from({ length: 20 }, (_, index) => `pod-${String(index)}`);
  const readable = (names: readonly string[]): readonly PrometheusSeries[] =>
    names.flatMap((pod) => proxy(pod, [5, 5, 0]));
  const failing = (names: readonly string[]): readonly PrometheusSeries[] =>
    pods.map((pod) => tried(pod, (names.includes(pod) ? -start : start) / 1000));
  prometheus.answers = [[proxies, readable(pods)]];
  expect(seriesIn(await prometheus.read())).toHaveLength(40);

  prometheus.answers = [
    [proxies, readable(pods.slice(1))],
    ['up{', failing(pods.slice(0, 1))],
  ];
  expect(seriesIn(await prometheus.read())).toHaveLength(38);

  prometheus.answers = [
    [proxies, readable(pods.slice(2))],
    ['up{', failing(pods.slice(0, 2))],
  ];
  expect(reasonOf(await prometheus.read())).toMatch(
    /^2 of 20 proxies, among them "pod-[01]#\w+", could not be read for 4000 ms$/,
  );
});

test('proxies that have gone, or have nothing to do with the rollout any more, are missed by nobody', async () => {
  const prometheus = world();
  prometheus.answers = [
    [proxies, [...proxy('a', [1, 1, 0]), ...proxy('gone', [1, 1, 0]), ...proxy('other', [1, 1, 0])]],
  ];
  await prometheus.read();
  prometheus.answers = [
    [proxies, proxy('a', [1, 1, 0])],
    ['up{', [tried('a', start / 1000), tried('other', start / 1000)]],
  ];
  expect(seriesIn(await prometheus.read())).toHaveLength(2);
});

test('a Prometheus that has stopped to read proxies is noticed, though it answers', async () => {
  const prometheus = world();
  prometheus.answers = [[proxies, [...proxy('a', [1, 1, 0]), ...proxy('b', [1, 1, 0])]]];
  await prometheus.read();
  prometheus.answers = [
    [proxies, proxy('a', [1, 1, 0])],
    ['up{', [tried('a', start / 1000), tried('b', start / 1000 - 30)]],
  ];
  expect(reasonOf(await prometheus.read())).toContain('1 of 2 proxies');
  prometheus.answers = [];
  expect(reasonOf(await prometheus.read())).toContain('2 of 2 proxies');
});

test('nothing at all is no silence of a service: it cannot be told', async () => {
  expect(reasonOf(await world().read())).toBe(
    'Prometheus has read no proxy that knows a cluster of "release" for 4000 ms',
  );
});

test.each([NaN, -1, 0.5, Infinity])('a counter of %d is none', async (value) => {
  const prometheus = world();
  prometheus.answers = [[proxies, proxy('a', [100, value, 2])]];
  expect(reasonOf(await prometheus.read())).toContain('no whole numbers');
});

test('an edge that a proxy does not keep is named with the criterion', async () => {
  const prometheus = world();
  const bucket = (le: string, value: number): PrometheusSeries => ({
    labels: {
      __name__: 'envoy_cluster_upstream_rq_time_bucket',
      envoy_cluster_name: 'shop/v1/http',
      job: 'mesh',
      pod: 'a',
      le,
    },
    samples: [[start, value]],
  });
  const slow = makeCriterion({ name: 'slow', measure: { kind: 'latency-over', edgeMs: 300 } });
  prometheus.answers = [[proxies, [...proxy('a', [9, 0, 0]), bucket('300.0', 7), bucket('+Inf', 9)]]];
  const stable = seriesIn(await prometheus.read([slow])).find(({ side }) => side === 'stable');
  expect(stable?.counts).toEqual({ slow: { total: 9, bad: 2 } });
  prometheus.answers = [[proxies, [...proxy('a', [9, 0, 0]), bucket('+Inf', 9)]]];
  expect(reasonOf(await prometheus.read([slow]))).toMatch(/^criterion "slow" cannot be told: 1 of 1 proxies.* 300 ms/);
});

const orders = makeCriterion({
  name: 'orders',
  measure: { kind: 'counters', total: 'orders_total', bad: 'orders_total{result="failed"}' },
});
const restarts = makeCriterion({ name: 'restarts', measure: { kind: 'rate', events: 'restarts_total' } });

function counter(pod: string, value: number, more: Record<string, string> = {}, atMs = start): PrometheusSeries {
  return { labels: { pod, ...more }, samples: [[atMs, value]] };
}

const ofStable = 'shop-v1-5d9c7b8f4-abcde';
const ofCanary = 'shop-v2-7f6d5c4b3-fghij';
const failed = 'result="failed"';

test("counters of the user's own are summed by pod, and told apart by the names of Deployments", async () => {
  const prometheus = world();
  prometheus.answers = [
    [proxies, proxy('a', [0, 0, 0])],
    [failed, [counter(ofStable, 2, { result: 'failed' }), counter('shop-v10-5d9c7b8f4-abcde', 9)]],
    ['orders_total{', [counter(ofStable, 40), counter(ofStable, 2, { result: 'failed' }), counter(ofCanary, 7)]],
    ['restarts_total{', [counter(ofStable, 3), counter(ofCanary, 1)]],
  ];
  const series = seriesIn(await prometheus.read([orders, restarts]));
  expect(series.filter(({ series: name }) => name.includes('shop-'))).toEqual([
    {
      series: `orders ${ofStable}`,
      pod: ofStable,
      side: 'stable',
      requests: 0,
      counts: { orders: { total: 42, bad: 2 } },
    },
    {
      series: `orders ${ofCanary}`,
      pod: ofCanary,
      side: 'canary',
      requests: 0,
      counts: { orders: { total: 7, bad: 0 } },
    },
    {
      series: `restarts ${ofStable}`,
      pod: ofStable,
      side: 'stable',
      requests: 0,
      counts: { restarts: { total: 0, bad: 3 } },
    },
    {
      series: `restarts ${ofCanary}`,
      pod: ofCanary,
      side: 'canary',
      requests: 0,
      counts: { restarts: { total: 0, bad: 1 } },
    },
  ]);
});

test('all and bad events that were read at different times are those of one time', async () => {
  const prometheus = world();
  prometheus.answers = [
    [proxies, proxy('a', [0, 0, 0])],
    [
      failed,
      [
        {
          labels: { pod: ofStable },
          samples: [
            [start - 1000, 1],
            [start, 5],
          ],
        },
      ],
    ],
    [
      'orders_total{',
      [
        {
          labels: { pod: ofStable },
          samples: [
            [start - 2000, 10],
            [start - 1000, 20],
          ],
        },
      ],
    ],
  ];
  const read = await prometheus.read([orders]);
  expect(seriesIn(read).at(-1)?.counts).toEqual({ orders: { total: 20, bad: 1 } });
  expect(read).toMatchObject({ snapshot: { atMs: start - 1000 } });
});

test('a selector that has never found anything is a mistake and no zero', async () => {
  const prometheus = world();
  const known = [
    [proxies, proxy('a', [0, 0, 0])],
    ['orders_total{pod', [counter(ofStable, 40), counter(ofCanary, 7)]],
  ] as const;
  prometheus.answers = known;
  expect(reasonOf(await prometheus.read([orders]))).toMatch(
    /^criterion "orders" cannot be told: nothing in Prometheus has ever matched orders_total\{result="failed"\}/,
  );
  prometheus.answers = [...known, ['count(last_over_time(', [{ labels: {}, samples: [[start, 3]] }]]];
  expect(seriesIn(await prometheus.read([orders])).at(-1)?.counts).toEqual({ orders: { total: 7, bad: 0 } });
  prometheus.answers = known.slice(0, 1);
  expect(reasonOf(await prometheus.read([orders]))).toContain('matches orders_total');
});

test('looks at pods are counted, and each look once; what has no limit is never full', async () => {
  const prometheus = world();
  const saturation = (resource: 'cpu' | 'memory'): Criterion =>
    makeCriterion({ name: resource, measure: { kind: 'saturation', resource, over: 0.8 } });
  const container = (
    pod: string,
    name: string,
    ...samples: readonly (readonly [number, number])[]
  ): PrometheusSeries => ({
    labels: { pod, container: name },
    samples: samples.map(([agoMs, value]) => [prometheus.nowMs - agoMs, value]),
  });
  const seen = async (): Promise<unknown> =>
    seriesIn(await prometheus.read([saturation('cpu'), saturation('memory')]))
      .filter(({ series }) => series.includes('shop-'))
      .map(({ pod, counts }) => [pod, counts]);
  const look = (): void => {
    prometheus.answers = [
      [proxies, proxy('a', [0, 0, 0], prometheus.nowMs)],
      ['container_cpu', [container(ofStable, 'app', [2000, 10], [0, 11.7]), container(ofCanary, 'app', [0, 10])]],
      [
        'container_memory',
        [
          container(ofStable, 'app', [0, 70]),
          container(ofCanary, 'app', [0, 50]),
          container(ofCanary, 'proxy', [0, 9]),
        ],
      ],
      ['resource=`cpu`', [container(ofStable, 'app', [0, 1]), container(ofCanary, 'app', [0, 1])]],
      ['resource=`memory`', [container(ofCanary, 'app', [0, 100]), container(ofCanary, 'proxy', [0, 10])]],
    ];
  };
  look();
  // The canary's use of CPU was read once only, and the stable side has no limit of memory.
  const once = [
    [ofStable, { cpu: { total: 1, bad: 1 } }],
    [ofCanary, { memory: { total: 1, bad: 1 } }],
  ];
  expect(await seen()).toEqual(once);
  expect(await seen()).toEqual(once);
  prometheus.nowMs += 2000;
  look();
  expect(await seen()).toEqual([
    [ofStable, { cpu: { total: 2, bad: 2 } }],
    [ofCanary, { memory: { total: 2, bad: 2 } }],
  ]);
  prometheus.answers = prometheus.answers.slice(0, 2);
  expect(reasonOf(await prometheus.read([saturation('cpu')]))).toContain('has a limit of cpu');
});

test('a function of counters is no counter', async () => {
  const prometheus = world();
  prometheus.answers = [[proxies, proxy('a', [0, 0, 0])]];
  const rated = makeCriterion({ name: 'rated', measure: { kind: 'rate', events: 'rate(restarts_total[5m])' } });
  expect(reasonOf(await prometheus.read([rated]))).toContain('no selector of series');
});
