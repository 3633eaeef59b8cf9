import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.js';
import type { Version } from '../../../lib/ir/version.js';
import { answerMesh } from '../../support/answer-mesh.js';
import { answerProgram, answerProject } from '../../support/answer-project.js';
import { startRun } from '../../support/local-run.js';
import { processesWith } from '../../support/processes-with.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const cart = { v1: 100 };

test('without an Envoy says so in one sentence', async () => {
  const run = await runCli(['up', '--json'], {
    directory: answerProject({ 'main.ts': answerProgram({ v1: 100, v2: 0 }, 'mark') }),
    env: { ENVOY_BIN: '/nowhere/envoy' },
  });
  expect(run.code).toBe(1);
  const { diagnostics } = JSON.parse(run.stdout) as { readonly diagnostics: readonly Diagnostic[] };
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ slug: 'tool-missing' });
  expect(diagnostics[0]?.message).toMatch(/^ENVOY_BIN is "\/nowhere\/envoy", which does not run: .*/);
});

test.skipIf(envoy.isMissing)('names the port that is taken and starts nothing', async () => {
  const port = await takePort();
  const run = startRun(answerMesh({ cart }), { envoy: envoy.path, gatewayPort: port });
  const { diagnostics, report } = await run.ended;
  expect(report).toBeUndefined();
  expect(diagnostics).toMatchObject([
    {
      slug: 'port-in-use',
      message: `port ${String(port)}, asked for gateway "ingress", is taken by another program (EADDRINUSE)`,
    },
  ]);
  expect(run.shown()).toBe('starting mesh shop\n');
});

test.skipIf(envoy.isMissing)('listens on the port that was asked for', async () => {
  const port = await takePort();
  await freePort(port);
  const run = startRun(answerMesh({ cart }), { envoy: envoy.path, gatewayPort: port });
  await run.untilShown(`gateway ingress (http): http://127.0.0.1:${String(port)}\n`);
  const answer = await (await fetch(run.url())).json();
  expect(answer).toEqual({ name: 'web/v1', callees: [{ name: 'cart/v1', callees: [] }] });
});

test.skipIf(envoy.isMissing)('tells what a workload said last that ends at its start', async () => {
  const script = 'console.error("no database"); process.exit(3)';
  const run = startRun(answerMesh({ cart, cartParts: commandParts(['node', '-e', script]) }), { envoy: envoy.path });
  const { diagnostics } = await run.ended;
  expect(diagnostics).toMatchObject([
    {
      slug: 'workload-failed',
      message: 'the workload of "cart/v1" stopped with exit code 3; its last lines:\nno database',
    },
  ]);
});

test.skipIf(envoy.isMissing)('tells of a workload that cannot be started', async () => {
  const run = startRun(answerMesh({ cart, cartParts: commandParts(['/nowhere/cart']) }), { envoy: envoy.path });
  const { diagnostics } = await run.ended;
  expect(diagnostics).toMatchObject([
    {
      slug: 'workload-failed',
      message: 'the workload of "cart/v1" could not be started (spawn /nowhere/cart ENOENT)',
    },
  ]);
});

test.skipIf(envoy.isMissing)('tells of a workload that never listens', async () => {
  const parts = commandParts(['node', '-e', 'setInterval(() => {}, 1000)']);
  const run = startRun(answerMesh({ cart, cartParts: parts }), { envoy: envoy.path, startTimeoutMs: 1_500 });
  const { diagnostics } = await run.ended;
  expect(diagnostics).toMatchObject([
    { slug: 'workload-failed', message: 'the workload of "cart/v1" did not become ready within 1.5 s' },
  ]);
});

test.skipIf(envoy.isMissing)('ends when a running workload fails, and stops the others', async () => {
  const mark = `mark-${String(process.pid)}-${String(Date.now())}`;
  const script = 'require("http").createServer(() => process.exit(7)).listen(process.env.PORT)';
  const run = startRun(answerMesh({ cart, cartParts: commandParts(['node', '-e', script, mark]) }), {
    envoy: envoy.path,
  });
  await run.untilShown('gateway ingress');
  await fetch(run.url()).catch(() => undefined); // its answer, if any, depends on who is stopped first
  const { diagnostics, report } = await run.ended;
  expect(diagnostics).toMatchObject([{ message: 'the workload of "cart/v1" stopped with exit code 7' }]);
  expect(report).toBeDefined();
  expect(processesWith(mark)).toEqual([]);
});

test.skipIf(envoy.isMissing)('names each version that does not say how to run here', async () => {
  const mesh = answerMesh({ cart: { v1: 50, v2: 50 } });
  const services = mesh.services.map((service) =>
    service.name === 'cart'
      ? { ...service, versions: service.versions.map(({ local: _local, ...version }) => version) }
      : service,
  );
  const { diagnostics } = await startRun({ ...mesh, services }, { envoy: envoy.path }).ended;
  expect(diagnostics.map(({ slug, message }) => [slug, message])).toEqual([
    ['workload-without-command', 'version "v1" of service "cart" does not say how to run on this machine'],
    ['workload-without-command', 'version "v2" of service "cart" does not say how to run on this machine'],
  ]);
});

test.skipIf(envoy.isMissing)('goes on with what runs when a change brings a workload that fails', async () => {
  const run = startRun(answerMesh({ cart }), { envoy: envoy.path, traffic: { perSecond: 50, paths: ['/'] } });
  await run.untilShown('gateway ingress');
  run.edit(answerMesh({ cart, cartParts: commandParts(['node', '-e', 'process.exit(5)']) }));
  await run.untilShown('the workload of "cart/v1" stopped with exit code 5');
  await run.untilShown('the mesh runs on as it was before this change');
  run.edit(answerMesh({ cart: { v1: 50, v2: 50 } }));
  await run.untilShown('started cart/v2');
  const { diagnostics, report } = await run.stop();
  expect(diagnostics).toEqual([]);
  expect(report?.load).toMatchObject({ failed: 0, answers: { 200: report?.load?.sent } });
});

test.skipIf(envoy.isMissing)('keeps the logs of a run that failed and names them', async () => {
  const temporary = temporaryFolder();
  const directory = answerProject({ 'main.ts': answerProgram({ v1: 100, v2: 0 }, 'mark') });
  writeFileSync(join(directory, 'answer.mjs'), 'console.log("not today"); process.exit(1);');
  const run = await runCli(['up'], { directory, env: { TMPDIR: temporary } });
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/error MW4004 workload-failed: the workload of ".*" stopped with exit code 1/);
  const [folder = ''] = readdirSync(temporary).filter((name) => name.startsWith('meshwright-up-'));
  expect(run.stderr).toContain(join(temporary, folder, 'logs'));
  expect(processesWith(temporary)).toEqual([]);
});

function commandParts(command: readonly string[]): Partial<Version> {
  return { local: { command, env: {} } };
}

const servers = new Map<number, ReturnType<typeof createServer>>();

async function takePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on a port, not on a pipe
  servers.set(port, server);
  onTestFinished(() => void server.close());
  return port;
}

async function freePort(port: number): Promise<void> {
  const server = servers.get(port);
  server?.close();
  if (server !== undefined) await once(server, 'close');
}
