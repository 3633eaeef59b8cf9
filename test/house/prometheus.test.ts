import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.js';
import { startPrometheus } from '../support/prometheus/start-prometheus.js';
import { findTool } from '../support/tools.js';

const tool = await findTool('prometheus');

test.skipIf(tool.isMissing)(
  'the Prometheus of tests reads what it is aimed at, also after a crash',
  async () => {
    const counted = createServer((_request, response) => {
      response
        .setHeader('content-type', 'text/plain; version=0.0.4')
        .end('# TYPE seen counter\nseen{colour="red"} 42\n');
    });
    await new Promise<void>((resolve) => counted.listen(0, '127.0.0.1', resolve));
    afterAll(() => counted.close());
    const prometheus = await startPrometheus();
    const seen = async (): Promise<string> =>
      (await fetch(`${prometheus.url}/api/v1/query?query=seen{side="left"}`)).text();
    expect(await seen()).not.toContain('"42"');
    prometheus.aim([
      { address: `127.0.0.1:${String((counted.address() as AddressInfo).port)}`, labels: { side: 'left' } },
    ]);
    await eventually(async () => (await seen()).includes('"42"'), 30_000);
    await prometheus.kill('SIGKILL');
    await prometheus.start();
    await eventually(async () => (await seen()).includes('"42"'), 30_000);
  },
  120_000,
);
