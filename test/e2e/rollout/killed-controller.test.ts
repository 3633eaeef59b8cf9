import { createServer } from 'node:http';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { RolloutStatus } from '../../../lib/controller/rollout-status.js';
import { startServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { makeProject } from '../../support/make-project.js';
import { startProcess, type RunningProcess } from '../../support/processes.js';
import { runSync } from '../../support/run-sync.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 90_000);
const mostKills = 40;

test.skipIf(envoy.isMissing)(
  'killed after each of its decisions, under load, the controller comes to the same end, and loses no request',
  { timeout: 300_000 },
  async () => {
    const { url, failed, start } = await startShop();
    const load = startLoad(url);
    await eventually(async () => ((await load.next()).instances.get('v1') ?? 0) > 0);

    const log: RolloutStatus['log'][number][] = [];
    let kills = 0;
    let isOver = false;
    while (!isOver) {
      const controller = await start();
      const known = log.at(-1)?.number ?? 0;
      await eventually(async () => ((await controller.log()).at(-1)?.number ?? 0) > known);
      for (const entry of await controller.log()) if (entry.number > (log.at(-1)?.number ?? 0)) log.push(entry);
      isOver = log.at(-1)?.phase === 'rolled-back';
      controller.process.kill('SIGKILL');
      await eventually(() => !controller.process.isRunning());
      kills += 1;
      expect(kills, JSON.stringify(log)).toBeLessThan(mostKills);
    }
    const { statuses } = await load.stop();

    expect(log.map(({ number }) => number)).toEqual(log.map((_, index) => index + 1));
    expect(log.map(({ code }) => code)).toContain('harm-proven');
    for (const [index, { epoch, weight }] of log.entries()) {
      const before = log[index - 1];
      expect(epoch).toBeGreaterThanOrEqual(before?.epoch ?? 0);
      // Nothing but evidence raises a weight, and at most to its double.
      if (before !== undefined && before.weight > 0) expect(weight).toBeLessThanOrEqual(2 * before.weight);
      else expect(weight).toBeLessThanOrEqual(0.2);
    }
    expect(log.at(-1)).toMatchObject({ weight: 0 });
    expect([...statuses.keys()].sort()).toEqual([200, 500]);
    // Every failure is one that the bad version made itself.
    expect(statuses.get(500)).toBe(failed());
  },
);

interface RunningController {
  readonly process: RunningProcess;
  readonly log: () => Promise<RolloutStatus['log']>;
}

/** A gateway in front of `shop`, whose v2 fails in three of ten requests, and a rollout from v1 to v2. */
async function startShop() {
  const [gateway = 0, xds = 0, api = 0, good = 0, bad = 0, admin = 0] = await freePorts(6);
  let failures = 0;
  await startVersion('v1', good, () => 200);
  await startVersion('v2', bad, (count) => {
    if (count % 10 >= 3) return 200;
    failures += 1;
    return 500;
  });
  const directory = makeProject({ 'main.ts': program(gateway) });
  runSync(process.execPath, [main, 'synth', '--no-type-check', '--output', 'dist'], { cwd: directory });
  const serve = await startServe({
    ...{ directory, ports: { xds, api } },
    args: ['--no-type-check', '--proxy-address', '127.0.0.1'],
  });
  for (const [version, port] of [
    ['v1', good],
    ['v2', bad],
  ] as const)
    await serve.api(`PUT /v1/services/shop/instances/${version}`, {
      address: '127.0.0.1',
      ports: { http: port },
      version,
    });
  const bootstrap = (await serve.api('GET /v1/bootstrap/gateway~front~1')) as object;
  const { adminAddress } = await startServedEnvoy(envoy.path, bootstrap);
  const plans = readdirSync(join(directory, 'dist'), { recursive: true })
    .map(String)
    .find((file) => file.endsWith('rollouts.json'));
  const start = async (): Promise<RunningController> => {
    const process = await startProcess({
      command: globalThis.process.execPath,
      args: [main, 'controller', '--plans', join('dist', plans ?? '')].concat(
        ['--mesh-api', serve.apiUrl, '--mesh-api-token-file', '.meshwright/operator-token'],
        ['--proxy-stats', `http://${adminAddress}`, '--api-port', String(admin)],
      ),
      workingDirectory: directory,
      isReady: async () => (await fetch(`http://127.0.0.1:${String(admin)}/healthz`)).ok,
      readyTimeoutMs: 60_000,
    });
    onTestFinished(process.stop);
    return {
      process,
      log: async () => {
        const answer = await fetch(`http://127.0.0.1:${String(admin)}/v1/rollouts/shop-v2`);
        return answer.ok ? ((await answer.json()) as RolloutStatus).log : [];
      },
    };
  };
  return { url: `http://127.0.0.1:${String(gateway)}/`, failed: () => failures, start };
}

function program(gatewayPort: number): string {
  return [
    "import { App, Duration } from 'cdk8s';",
    "import { Gateway, Mesh, Rollout, Service, errorRatio, paced, path } from 'meshwright';",
    'const app = new App();',
    "const mesh = new Mesh(app, 'shop');",
    "const version = { image: 'shop:1' };",
    "const shop = new Service(mesh, 'shop', { ports: { http: 8080 }, versions: { v1: version, v2: version } });",
    `const front = new Gateway(mesh, 'front', { ports: { http: ${String(gatewayPort)} } });`,
    "front.route({ match: path.prefix('/'), to: shop });",
    "new Rollout(mesh, 'shop-v2', {",
    "  of: shop, from: 'v1', to: 'v2', strategy: paced({ first: 5, most: 50 }), criteria: [errorRatio({ margin: 2 })],",
    '  harmBudget: 20, leastRequests: 50,',
    '  timing: { window: Duration.millis(500), settle: Duration.millis(200), accept: Duration.minutes(2) },',
    '});',
    'app.synth();',
    '',
  ].join('\n');
}

/** A version that says which it is, and answers as its count of requests so far says. */
async function startVersion(version: string, port: number, statusOf: (count: number) => number): Promise<void> {
  let count = 0;
  const server = createServer((_request, response) => {
    response.writeHead(statusOf(count), { 'x-instance': version }).end();
    count += 1;
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
