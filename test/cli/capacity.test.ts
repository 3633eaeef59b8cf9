import { expect, test } from 'vitest';
import { latencyReport } from '../../lib/analysis/latency/latency-report.js';
import { renderCapacity } from '../../lib/cli/capacity/render-capacity.js';
import { loadedCall, loadedMesh, pacedService } from '../support/latency/loaded-mesh.js';
import { makeProject } from '../support/make-project.js';
import { meshIr } from '../support/mesh-ir.js';
import { readTree } from '../support/read-tree.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';

const paced = `
import { App } from 'cdk8s';
import { Gateway, Mesh, milliseconds, Service } from 'meshwright';
const app = new App();
const mesh = new Mesh(app, 'shop');
const performance = { serviceTime: milliseconds(10) };
const ports = { http: 8080 };
const cart = new Service(mesh, 'cart', { ports, performance, versions: { v1: { image: 'cart:1', replicas: 2 } } });
const web = new Service(mesh, 'web', { ports, performance, versions: { v1: { image: 'web:1' } }, calls: [cart] });
new Gateway(mesh, 'ingress', { ports }).route({ name: 'all', to: web, objectives: { requestsPerSecond: 50 } });
app.synth();
`;

const table = `mesh shop

route "all" of gateway "ingress"
  declared rate  50 requests/s
  mean latency   30.67 ms
  p99 latency    92.1 ms or more
  can take       100 requests/s; first to give way: web/v1
  step               requests  own ms  waiting ms  network ms  together ms  share
  ingress -> web v1         1      10          10           0           20   65 %
  web -> cart v1            1      10       0.667           0        10.67   35 %

version  workers  requests/s  busy
cart v1        2          50  25 %
web v1         1          50  50 %
`;

test('prints where the time of each entry point goes and what it can take, and writes nothing', async () => {
  const directory = makeProject({ 'main.ts': paced });
  const before = Object.keys(readTree(directory));
  expect(await runCli(['capacity'], { directory })).toEqual({ code: 0, signal: null, stdout: table, stderr: '' });
  expect(Object.keys(readTree(directory))).toEqual(before);
});

test('prints the numbers as one JSON document, without what has no end', async () => {
  const directory = makeProject({
    'main.ts': shopProgram("new Gateway(mesh, 'in', { ports: { http: 80 } }).route({ to: web });"),
  });
  const { code, stdout } = await runCli(['capacity', '--json'], { directory });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    meshes: ['shop'],
    capacity: [
      {
        mesh: 'shop',
        stations: [],
        entryPoints: [
          {
            kind: 'estimated',
            gateway: 'in',
            route: 'route-1',
            requestsPerSecond: 0,
            maxRequestsPerSecond: {},
            withoutServiceTime: ['cart/v1', 'cart/v2', 'web/v1'],
          },
        ],
      },
    ],
  });
});

test('prints the errors of a program and no numbers', async () => {
  const directory = makeProject({ 'main.ts': paced.replace('milliseconds(10)', 'milliseconds(0)') });
  const { code, stdout, stderr } = await runCli(['capacity'], { directory });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('the service time of version "v1" of service "cart" is 0 ms');
});

test('says which circle keeps it from knowing', () => {
  const mesh = loadedMesh(
    [pacedService('web', 1, { calls: [loadedCall('cart')] }), pacedService('cart', 1, { calls: [loadedCall('web')] })],
    10,
  );
  expect(renderCapacity('shop', latencyReport(mesh))).toContain(
    'route "all" of gateway "front"\n  not known: its requests come to "cart" and "web" in a circle of calls\n',
  );
});

test('says that there is no end to the latency of what is overloaded', () => {
  const text = renderCapacity('shop', latencyReport(loadedMesh([pacedService('web', 10)], 200)));
  expect(text).toContain('mean latency   no end\n');
  expect(text).toContain('p99 latency    no end\n');
  expect(text).toContain('web v1         1         200  200 %\n');
});

test('says so where a mesh has no entry point', () => {
  const text = renderCapacity('shop', latencyReport(loadedMesh([meshIr.service('web')], 1, { gateways: [] })));
  expect(text).toBe('mesh shop\n\nno gateway has a route that sends requests on\n');
});
