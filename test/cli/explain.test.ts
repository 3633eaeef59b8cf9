import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { writeIr } from '../../lib/ir/codec.js';
import { shopIr } from '../support/explained-shop.js';
import { makeProject } from '../support/make-project.js';
import { runCli } from '../support/run-cli.js';
import { shopProgram } from '../support/shop-program.js';

const rules = "cart.route({ name: 'beta', match: header('x-beta').is('yes'), to: cart.version('v2') });";
const dump = resolve('test/fixtures/config-dump/sidecar-of-istio.json');
const shop = (): string =>
  makeProject({ 'ir.json': writeIr(shopIr), 'bad.json': '{', 'empty.json': '{"configs": []}' });

test('tells the way of a request through the mesh of a program, with lines that a terminal can follow', async () => {
  const directory = makeProject({ 'a/main.ts': shopProgram(rules) });
  const words = ['explain', '--program', 'a', '--from', 'web', 'http://cart:8080/1', '-H', 'x-beta: yes'];
  const { code, stdout, stderr } = await runCli(words, { directory });
  expect(stderr).toBe('');
  expect(stdout.split('\n')[0]).toBe('GET http://cart:8080/1 from web -> cart@v2');
  expect(stdout).toContain('"cart/http/beta" takes it (header x-beta is "yes")');
  expect(stdout).toContain('  a/main.ts:7:6\n');
  expect(code).toBe(0);
});

test('takes a gateway for the sender where there is only one, and a path for a URL', async () => {
  const { stdout } = await runCli(['explain', '--ir', 'ir.json', 'POST', '/cart/1'], { directory: shop() });
  expect(stdout.split('\n')[0]).toBe('POST http://shop.example/cart/1 from ingress -> web@v1');
});

test('takes the callee and its port apart from the URL', async () => {
  const words = ['explain', '--ir', 'ir.json', '--from', 'web', '--to', 'cart:http', '--source', '192.0.2.99', '/old'];
  const { stdout } = await runCli(words, { directory: shop() });
  expect(stdout.split('\n')[0]).toBe('GET http://cart:8080/old from web -> 301 to http://cart:8080/new');
});

test('prints JSON, or a Mermaid flowchart', async () => {
  const words = ['explain', '--ir', 'ir.json', '/cart/1'];
  const [json, mermaid] = await Promise.all([
    runCli([...words, '--json'], { directory: shop() }),
    runCli([...words, '--mermaid'], { directory: shop() }),
  ]);
  expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, isComplete: true, request: { from: 'ingress' } });
  expect(mermaid.stdout.split('\n')[0]).toBe('flowchart LR');
});

test('reports a program that does not compile, and explains nothing', async () => {
  const directory = makeProject({ 'main.ts': shopProgram('cart.route({ to: split({ v1: 90, v2: 20 }) });') });
  const { code, stdout, stderr } = await runCli(['explain', '--from', 'web', 'http://cart:8080/'], { directory });
  expect(stderr).toContain('error MW2201 route-weights: ');
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

test.each<readonly [string, readonly string[], string]>([
  ['a sender that does not exist', ['--from', 'wep', '/x'], 'no service or gateway "wep" (did you mean "web"?)'],
  ['a request that cannot exist', ['--from', 'web', 'G T', 'http://cart:8080/'], 'no such request can exist'],
  ['too many words', ['GET', '/x', '/y'], 'the request is "[METHOD] URL", not "GET /x /y"'],
  ['a header without value', ['-H', 'x', '/x'], '--header takes "name: value", not "x"'],
  ['two forms of the answer', ['--json', '--mermaid', '/x'], '--json and --mermaid'],
  ['a listener without a dump', ['--listener', '15001', '/x'], '--listener is for --config-dump'],
  ['endpoints without a dump', ['--eds', 'eds.json', '/x'], '--eds is for --config-dump'],
  ['a dump beside a mesh', ['--config-dump', dump, '/x'], '--ir is for a mesh, and --config-dump asks no mesh'],
  ['another mesh than there is', ['--mesh', 'other', '/x'], 'holds the mesh "shop", not "other"'],
])('ends with exit code 2 for %s', async (_what, words, message) => {
  const { code, stdout, stderr } = await runCli(['explain', '--ir', 'ir.json', ...words], { directory: shop() });
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([2, '']);
});

test.each(['--to', '--mesh'])('refuses %s for the dump of an Envoy, which has no such thing', async (option) => {
  const words = ['explain', '--config-dump', dump, option, 'reviews', 'http://reviews:9080/'];
  const { code, stdout, stderr } = await runCli(words, { directory: shop() });
  expect(stderr).toContain(`${option} is for a mesh, and --config-dump asks no mesh`);
  expect([code, stdout]).toEqual([2, '']);
});

test('asks the dump of any Envoy, and says loudly what it does not know of it', async () => {
  const words = ['explain', '--config-dump', dump, 'http://reviews:9080/reviews/1'];
  const { code, stdout } = await runCli(words, { directory: shop() });
  const lines = stdout.split('\n');
  expect(lines[0]).toBe(
    'GET http://reviews:9080/reviews/1 from productpage-v1-7d5b.default -> ' +
      '90% cluster "outbound|9080|v1|reviews.default.svc.cluster.local" at 10.244.0.9:9080, ' +
      '10% cluster "outbound|9080|v3|reviews.default.svc.cluster.local" at endpoints that are not in the dump',
  );
  expect(lines[1]).toBe('  not sure: some parts are unknown to the simulator, see UNKNOWN below');
  expect(stdout).toContain('             filter "istio.metadata_exchange"\n');
  expect(stdout).toContain('reviews.default.svc.cluster.local": its endpoints, which are not there\n');
  expect(code).toBe(0);
});

test('takes the listener and endpoints that the dump lacks from the command line', async () => {
  const directory = makeProject({
    'eds.json': JSON.stringify([
      {
        cluster_name: 'outbound|9080|v3|reviews.default.svc.cluster.local',
        endpoints: [
          { lb_endpoints: [{ endpoint: { address: { socket_address: { address: '10.1.1.1', port_value: 1 } } } }] },
        ],
      },
    ]),
  });
  const words = ['--config-dump', dump, '--eds', 'eds.json', '--listener', '15001', '-H', 'end-user: jason'];
  const { stdout } = await runCli(['explain', ...words, 'http://reviews:9080/reviews'], { directory });
  expect(stdout.split('\n')[0]).toMatch(/-> cluster "outbound\|9080\|v3\|reviews[^"]*" at 10\.1\.1\.1:1$/);
});

test.each([
  ['bad.json', 1, 'error MW1010 config-dump-malformed: bad.json is not JSON'],
  ['empty.json', 1, 'error MW1010 config-dump-malformed: empty.json is no dump of an Envoy'],
  ['missing.json', 2, '"missing.json" cannot be read: '],
])('refuses %s as a dump', async (file, exit, message) => {
  const { code, stdout, stderr } = await runCli(['explain', '--config-dump', file, 'http://x/'], { directory: shop() });
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([exit, '']);
});

test('says which listeners a dump has where the one that is meant is not there', async () => {
  const words = ['explain', '--config-dump', dump, '--listener', 'nope', 'http://reviews:9080/'];
  const { code, stderr } = await runCli(words, { directory: shop() });
  expect(stderr).toContain('there is no listener "nope" (it has "virtualOutbound" (0.0.0.0:15001), ');
  expect(code).toBe(2);
});
