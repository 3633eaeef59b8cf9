import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callMesh } from '../support/call-mesh.js';
import { meshIr } from '../support/mesh-ir.js';
import { startApi, type TestApi } from '../support/mesh-api/start-api.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Runs a command against a server, as its operator. */
function runner({ api, secrets }: TestApi) {
  const directory = temporaryFolder();
  const env = { MESHWRIGHT_SERVER: api.url, MESHWRIGHT_TOKEN: secrets.operator };
  return (...args: readonly string[]) => runCli(args, { directory, env });
}

const described = ['--address', '10.0.0.1', '--port', 'http=8080'];

test('registers, lists, changes, drains and removes instances', async () => {
  const run = runner(await startApi());
  const made = await run('registry', 'register', 'cart', 'a', ...described, '--service-version', 'v1', '--ttl', '30');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout.split('\n')[1]).toMatch(/^cart +a +healthy +v1 +10\.0\.0\.1 +http=8080 +100 +-$/);
  await run('registry', 'register', 'web', 'b', ...described, '--health-check', 'http:http/healthz');
  expect(JSON.parse((await run('registry', 'list', 'cart', '--json')).stdout)).toMatchObject([
    { id: 'a', ttlMs: 30_000 },
  ]);
  expect((await run('registry', 'list', '--status', 'unhealthy')).stdout).toMatch(/^web +b/m);
  expect((await run('registry', 'services')).stdout).toMatch(/^SERVICE +METADATA\ncart +-\nweb +-\n$/);
  const updated = await run('registry', 'update', 'cart', 'a', '--weight', '7', '--metadata', 'k=v=w', '--json');
  expect(JSON.parse(updated.stdout)).toMatchObject({ weight: 7, version: 'v1', metadata: { k: 'v=w' } });
  expect((await run('registry', 'renew', 'cart', 'a')).code).toBe(0);
  expect((await run('registry', 'drain', 'cart', 'a')).stdout).toMatch(/draining/);
  expect(JSON.parse((await run('registry', 'get', 'cart', 'a')).stdout)).toMatchObject({ status: 'draining' });
  expect((await run('registry', 'remove', 'cart', 'a')).code).toBe(0);
  expect((await run('registry', 'remove', 'cart')).code).toBe(0);
  expect((await run('registry', 'get', 'cart')).stderr).toBe(
    'error: There is no such thing: there is no service "cart"\n',
  );
});

test('prints changes as they happen until it is stopped', async () => {
  const api = await startApi();
  const directory = temporaryFolder();
  const env = { MESHWRIGHT_SERVER: api.api.url, MESHWRIGHT_TOKEN: api.secrets.reader };
  const watching = runCli(['registry', 'watch', 'cart'], { directory, env });
  const streams = async () => String((await api.anonymous('GET', '/metrics')).body);
  await expect.poll(streams, { timeout: 15_000 }).toContain('meshwright_api_watch_streams 1');
  await api.operator('PUT', '/v1/services/cart/instances/a', { body: { address: '10.0.0.1', ports: { http: 80 } } });
  await api.operator('PUT', '/v1/services/web', { body: {} });
  await api.api.close();
  // The server tells it that it ends; it says so, and goes on trying. Its token file makes no difference any more.
  const refusing = await startApi({ address: { host: '127.0.0.1', port: api.api.port } });
  const { code, stdout, stderr } = await watching;
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    '0 services, 0 instances',
    'cart: service',
    'cart/a: healthy, 10.0.0.1, weight 100',
  ]);
  expect(stdout).not.toContain('web');
  expect(stderr).toBe('error: the token is not known\n');
  expect(code).toBe(2);
  expect(refusing.api.port).toBe(api.api.port);
});

test('shows the configuration of a node for explain, and what differs from it', async () => {
  const api = await startApi({}, { ir: callMesh([meshIr.httpRoute('all', { kind: 'service', service: 'reviews' })]) });
  const run = runner(api);
  const node = 'sidecar~client/v1~1';
  expect((await run('proxies', 'list')).stdout).toBe('NODE  STATUS  STREAMS  REFUSED\n');
  const config = await run('proxies', 'config', node);
  expect(config.code).toBe(0);
  const directory = temporaryFolder();
  writeFileSync(join(directory, 'dump.json'), config.stdout);
  const explained = await runCli(
    [...'explain --config-dump dump.json --listener outbound/reviews/http'.split(' '), 'http://reviews:9080/'],
    { directory },
  );
  expect(explained.stderr).toBe('');
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('GET http://reviews:9080/') as string });
  const drift = await run('proxies', 'drift', node, join(directory, 'dump.json'));
  expect(drift).toMatchObject({ code: 0, stdout: 'in sync\n' });
  const { configs } = JSON.parse(config.stdout) as { readonly configs: readonly Record<string, unknown>[] };
  const clusters = { '@type': configs[1]?.['@type'], dynamic_active_clusters: [] };
  writeFileSync(join(directory, 'less.json'), JSON.stringify({ configs: [clusters] }));
  const less = await run('proxies', 'drift', node, join(directory, 'less.json'));
  expect(less.code).toBe(1);
  expect(less.stdout).toMatch(/^missing clusters /m);
  expect(less.stdout).toContain('the dump has no listeners; they were not compared');
  expect((await run('proxies', 'get', 'nobody')).code).toBe(2);
});

test.each<readonly [string, readonly string[], string]>([
  ['an instance without an address', ['register', 'cart', 'a', '--port', 'http=80'], 'needs an --address'],
  [
    'a port without a name',
    ['register', 'cart', 'a', '--address', '10.0.0.1', '--port', '80'],
    '--port takes "name=value", not "80"',
  ],
  [
    'a port out of range',
    ['register', 'cart', 'a', '--address', '10.0.0.1', '--port', 'http=0'],
    '--port takes a whole number from 1 to 65535',
  ],
  [
    'a health check of no kind',
    ['register', 'cart', 'a', ...described, '--health-check', 'ping'],
    '--health-check takes "http:<port name>/path"',
  ],
  ['an update of nothing', ['update', 'cart', 'a'], 'say what to change'],
  ['what the server refuses', ['register', 'Cart', 'a', ...described], '\n  path/service has another form, got "Cart"'],
  ['another server than a URL', ['services', '--server', 'localhost'], '--server takes a URL'],
  ['a server that is not there', ['services', '--server', 'http://127.0.0.1:1'], 'the mesh API cannot be reached: '],
  ['a token file that is none', ['services', '--token-file', '/dev/null'], '"/dev/null" holds no token'],
])('ends with exit code 2 for %s', async (_what, args, message) => {
  const run = runner(await startApi());
  const { code, stdout, stderr } = await run('registry', ...args);
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([2, '']);
});
