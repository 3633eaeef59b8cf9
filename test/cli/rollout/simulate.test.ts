import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { makeProject } from '../../support/make-project.js';
import { readPlans } from '../../../lib/cli/controller/read-plans.js';
import { createPlanReader } from '../../../lib/rollout/plan/read-plan.js';
import { runCli } from '../../support/run-cli.js';

// Programs are run and rollouts tried, on two cores that others need too.
vi.setConfig({ testTimeout: 120_000 });

function program(rollout: string): string {
  return `
import { App } from 'cdk8s';
import { errorRatio, eventRate, Gateway, latencyOver, Mesh, milliseconds, paced, Rollout, Service } from 'meshwright';
const app = new App();
const mesh = new Mesh(app, 'shop');
const cart = new Service(mesh, 'cart', { ports: { http: 8080 }, versions: { v1: { image: 'cart:1' }, v2: { image: 'cart:2' } } });
new Gateway(mesh, 'ingress', { ports: { http: 80 } }).route({ to: cart });
new Rollout(mesh, 'cart-v2', { of: cart, from: 'v1', to: 'v2', strategy: paced(), ${rollout} });
app.synth();
void [errorRatio, eventRate, latencyOver, milliseconds];
`;
}

const errors = 'criteria: [errorRatio({ margin: 0.5, mustFind: 5 })]';
const fast = ['rollout', 'simulate', '--no-type-check', '--runs', '4', '--search-runs', '0'];

test('says of each criterion what becomes of a healthy and of a worse canary', async () => {
  const directory = makeProject({ 'main.ts': program(`${errors}, traffic: { requestsPerSecond: 2000 }`) });
  const first = await runCli(fast, { directory });
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('rollout "cart-v2" of mesh shop\n  traffic  2000 requests/s, 0.2 % bad\n');
  expect(first.stdout).toMatch(
    /criterion "errors"\ncanary +rolled back +promoted +undecided +median +p90 +failed requests\n/,
  );
  expect(first.stdout).toMatch(/\nhealthy +0 % +100 % +0 % +\S+ (s|min) +\S+ (s|min) +0\n/);
  expect(first.stdout).toMatch(/\n\+5 pp \(must be found\) +100 % +0 % +0 % /);
});

test('goes by the traffic of the command line, tries the effects that it names, and finds the smallest that is found', async () => {
  const directory = makeProject({ 'main.ts': program(errors) });
  const asked = [...['--rps', '5000', '--bad', '1', '--bad', 'errors=0.1', '--clump', '2'], '--effect', '2', '20'];
  const { code, stdout } = await runCli([...fast.slice(0, -1), '2', ...asked, '--format', 'json', '--seed', '7'], {
    directory,
  });
  expect(code).toBe(0);
  const { rollouts } = JSON.parse(stdout) as { readonly rollouts: readonly unknown[] };
  expect(rollouts).toMatchObject([
    {
      mesh: 'shop',
      rollout: 'cart-v2',
      traffic: { requestsPerSecond: 5000, badShare: 0.01, badShares: { errors: 0.001 }, clump: 2 },
      seed: 7,
      runs: 4,
      healthy: { rolledBack: 0 },
      criteria: [
        {
          name: 'errors',
          found80: expect.any(Number) as number,
          effects: [{ effect: { errors: 0.02 } }, { effect: { errors: 0.05 } }, { effect: { errors: 0.2 } }],
        },
      ],
    },
  ]);
});

test('draws a chart into a file', async () => {
  const directory = makeProject({ 'main.ts': program(`${errors}, traffic: { requestsPerSecond: 2000 }`) });
  const { code, stderr } = await runCli([...fast, '--runs', '1', '--chart', 'out/chart.html'], { directory });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readFileSync(join(directory, 'out/chart.html'), 'utf8')).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
});

test.each([
  [['--rollout', 'other'], 'the program has no rollout "other"; it has cart-v2'],
  [['--rps', '5', '--chart', 'a.png'], '--chart takes a file that ends in .svg or .html, not "a.png"'],
])('refuses what cannot be tried: %j', async (args, message) => {
  const directory = makeProject({ 'main.ts': program(errors) });
  const { code, stdout, stderr } = await runCli([...fast, ...args], { directory });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(existsSync(join(directory, 'a.png'))).toBe(false);
});

test('synth writes the plans that a controller carries out', async () => {
  const directory = makeProject({ 'main.ts': program(errors) });
  expect(await runCli(['synth', '--no-type-check'], { directory })).toMatchObject({ code: 0 });
  const read = readPlans(join(directory, 'dist/meshwright/shop/rollouts.json'), createPlanReader());
  expect(read).toMatchObject({
    kind: 'plans',
    plans: [{ name: 'cart-v2', origin: { source: { file: 'main.ts', line: 8 } } }],
  });
});
