import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { prometheusCounters } from '../../../lib/controller/counters/prometheus-counters.js';
import type { CountersRead } from '../../../lib/controller/ports/counter-port.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { eventually } from '../../support/eventually.js';
import { startPrometheus } from '../../support/prometheus/start-prometheus.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('prometheus');
const proxy = 'envoy_cluster_upstream_rq_completed{envoy_cluster_name="shop/v1/http"} 50\n';
const orders = {
  name: 'orders',
  measure: { kind: 'counters', total: 'orders_total', bad: 'orders_total{result=~"failed|lost",}' },
} as const;

test.skipIf(tool.isMissing)(
  'a real Prometheus tells counters of programs by version and pod, and names the criterion that it knows nothing of',
  { timeout: 120_000 },
  async () => {
    const v1 = await startProgram(`orders_total{result="fine"} 40\norders_total{result="failed"} 2\n`);
    const v2 = await startProgram(`orders_total{result="fine"} 7\n`);
    const v3 = await startProgram(`orders_total{result="failed"} 99\n`);
    const { url } = await startPrometheus({
      targets: [
        { address: await startProgram(proxy), labels: { role: 'proxy' } },
        ...[v1, v2, v3].map((address, index) => ({
          address,
          labels: {
            service: 'shop',
            version: `v${String(index + 1)}`,
            role: 'program',
            instance: `pod-${String(index + 1)}`,
          },
        })),
      ],
    });
    const pods = { kind: 'version', service: 'service', version: 'version', pod: 'instance' } as const;
    const port = prometheusCounters({ url, clock: systemClock, pods, matchers: 'job="mesh",role=~"proxy|program"' });
    const { timing } = makePlan();
    const planOf = (changes: Parameters<typeof makeCriterion>[0]) =>
      // Patient: what is tested is what is read, on a machine that may be slow.
      makePlan({ criteria: [makeCriterion(changes)], timing: { ...timing, windowMs: 20_000 } });
    let read: CountersRead | undefined;
    await eventually(async () => {
      read = await port.read(planOf(orders));
      return (
        read.kind === 'read' && read.snapshot.series.filter(({ series }) => series.startsWith('orders')).length === 2
      );
    }, 60_000);
    const counts = (pod: string): unknown =>
      read?.kind === 'read' ? read.snapshot.series.find((series) => series.pod === pod) : undefined;
    expect(counts('pod-1')).toMatchObject({ side: 'stable', counts: { orders: { total: 42, bad: 2 } } });
    expect(counts('pod-2')).toMatchObject({ side: 'canary', counts: { orders: { total: 7, bad: 0 } } });

    const misspelt = { ...orders, measure: { ...orders.measure, bad: 'orders_total{result="fialed"}' } };
    expect(await port.read(planOf(misspelt))).toMatchObject({
      kind: 'lost',
      reason: expect.stringContaining(
        'criterion "orders" cannot be told: nothing in Prometheus has ever matched',
      ) as string,
    });
  },
);

/** A program that Prometheus can read. Its host and port. */
async function startProgram(text: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(text);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
