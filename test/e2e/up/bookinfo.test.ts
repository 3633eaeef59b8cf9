import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LocalReport } from '../../../lib/local-runtime/local-report.js';
import { runCli, type CliRun } from '../../support/run-cli.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const directory = fileURLToPath(new URL('../../../examples/bookinfo', import.meta.url));
const traffic = ['--load', '50', '--path', '/productpage', '--for', '4', '--assert', '--json'];

test.skipIf(envoy.isMissing)('the demo sees its split and its faults as configured', async () => {
  const run = await runCli(['up', '.', ...traffic], { directory });
  const { edges, rules, load } = reportOf(run);
  expect(load).toMatchObject({ failed: 0, answers: { 200: load?.sent } });
  expect(rules.map(({ rule, verdict }) => [rule.route, rule.kind, rule.percent, verdict])).toEqual([
    ['ratings/http/jason', 'delay', 50, 'fits'],
    ['ratings/http/jason', 'abort', 25, 'fits'],
    ['reviews/http/readers', 'split', 80, 'fits'],
    ['reviews/http/readers', 'split', 20, 'fits'],
  ]);
  expect(edges.map(({ caller, callee, version }) => `${caller} ${callee ?? ''} ${version ?? ''}`)).toEqual([
    'ingress productpage v1',
    'productpage details v1',
    'productpage reviews v1',
    'productpage reviews v2',
    'productpage reviews v3',
    'reviews ratings v1',
  ]);
});

test.skipIf(envoy.isMissing)('a cdk8s.yaml further up starts the workloads where the program is', async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  // The types checked would be those of this whole repository.
  const run = await runCli(['up', '.', '--for', '0.1', '--no-type-check'], { directory: root });
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('7 Envoys ready');
});

test.skipIf(envoy.isMissing)('ratings v2 reads its store over TCP through both proxies', async () => {
  const run = await runCli(['up', 'intents/virtual-service-ratings-db.ts', ...traffic], { directory });
  const { edges } = reportOf(run);
  const store = edges.find(({ callee }) => callee === 'ratings-store');
  expect(store).toMatchObject({ caller: 'ratings', version: 'v1', errors: 0 });
  expect(store?.requests).toBeGreaterThan(100);
  expect(edges.find(({ callee }) => callee === 'ratings')).toMatchObject({ version: 'v2', status5xx: 0 });
});

function reportOf(run: CliRun): LocalReport {
  expect(run).toMatchObject({ code: 0 });
  return (JSON.parse(run.stdout) as { readonly report: LocalReport }).report;
}
