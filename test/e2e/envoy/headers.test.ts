import { expect, test } from 'vitest';
import { callMesh } from '../../support/call-mesh.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request, type RequestOptions } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');

const routes = [
  meshIr.httpRoute(
    'changed',
    { kind: 'version', service: 'reviews', version: 'v2' },
    {
      match: meshIr.match({ paths: [{ kind: 'prefix', value: '/changed' }] }),
      requestHeaders: {
        remove: ['x-gone', 'x-set-after-removal'],
        set: [
          { name: 'x-empty', value: '' },
          { name: 'x-literal', value: '100% %REQ(x-secret)% %%' },
          { name: 'x-set', value: 'new' },
          { name: 'x-set-after-removal', value: 'back' },
        ],
        add: [
          { name: 'x-added', value: 'first' },
          { name: 'x-added', value: 'second' },
        ],
      },
      responseHeaders: {
        remove: ['x-instance'],
        set: [{ name: 'content-type', value: 'text/50%' }],
        add: [{ name: 'x-served-by', value: 'mesh' }],
      },
    },
  ),
];

let mesh: LocalMesh | undefined;

async function ask(path: string, options: RequestOptions = {}) {
  mesh ??= await startLocalMesh({ envoy: envoy.path, proxies: ['client/v1', 'reviews/v1'], ir: callMesh(routes) });
  return request(`${mesh.url('client/v1', 'reviews/http')}${path}`, options);
}

test.skipIf(envoy.isMissing)('removes, sets and adds request headers, in this order', async () => {
  const { text } = await ask('/changed', {
    headers: { 'x-gone': 'a', 'x-set': ['old', 'older'], 'x-added': 'own', 'x-set-after-removal': 'a' },
  });
  const { headers } = JSON.parse(text) as { headers: Record<string, string> };
  expect(headers['x-gone']).toBeUndefined();
  expect(headers['x-set']).toBe('new');
  expect(headers['x-set-after-removal']).toBe('back');
  expect(headers['x-added']).toBe('own, first, second');
});

test.skipIf(envoy.isMissing)('takes header values literally, percent signs and empty ones too', async () => {
  const { text } = await ask('/changed', { headers: { 'x-secret': 'hidden' } });
  const { headers } = JSON.parse(text) as { headers: Record<string, string> };
  expect(headers['x-literal']).toBe('100% %REQ(x-secret)% %%');
  expect(headers['x-empty']).toBe('');
});

test.skipIf(envoy.isMissing)('changes response headers', async () => {
  const { headers } = await ask('/changed');
  expect(headers['x-instance']).toBeUndefined();
  expect(headers['content-type']).toBe('text/50%');
  expect(headers['x-served-by']).toBe('mesh');
});

test.skipIf(envoy.isMissing)('does not let a workload command retries and timeouts by headers', async () => {
  const { status, echo } = await ask('/delay/300', {
    headers: {
      // One private address makes a request an internal one for Envoy, and trusted.
      'x-forwarded-for': '10.1.2.3',
      'x-envoy-upstream-rq-timeout-ms': '50',
      'x-envoy-retry-on': '5xx',
      'x-envoy-max-retries': '3',
    },
  });
  expect(status).toBe(200);
  expect(echo.headers['x-envoy-retry-on']).toBeUndefined();
  expect(echo.headers['x-envoy-internal']).toBeUndefined();
});

test.skipIf(envoy.isMissing)(
  'keeps what one service says to another: request id, forwarded address, slashes, underscores',
  async () => {
    const { echo, headers } = await ask('/a//b%2Fc', {
      headers: {
        'x-request-id': 'mine',
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-proto': 'https',
        under_score: '1',
      },
    });
    expect(echo.headers['x-request-id']).toBe('mine');
    expect(echo.headers['x-forwarded-for']).toBe('203.0.113.7');
    expect(echo.headers['x-forwarded-proto']).toBe('https');
    expect(echo.headers['under_score']).toBe('1');
    expect(echo.path).toBe('/a//b%2Fc');
    expect(headers['server']).toBeUndefined();
  },
);

test.skipIf(envoy.isMissing)('gives a request id to requests that have none', async () => {
  expect((await ask('/')).echo.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test.skipIf(envoy.isMissing)('resolves dot segments before it looks for a route', async () => {
  expect((await ask('/public/../admin')).echo.path).toBe('/admin');
});
