import { expect, test } from 'vitest';
import { callMesh } from '../../support/call-mesh.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request, type RequestOptions } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const toReviews = { kind: 'service', service: 'reviews' } as const;
const ir = callMesh([], {
  mesh: {
    gateways: [
      meshIr.gateway('front', {
        hosts: ['*.shop.test', 'shop.test'],
        routes: [
          meshIr.httpRoute(
            'admin',
            { kind: 'redirect', status: 303, host: 'admin.test', stripQuery: true },
            {
              match: meshIr.match({ paths: [{ kind: 'prefix', value: '/admin' }] }),
            },
          ),
          meshIr.httpRoute('all', toReviews),
        ],
      }),
      meshIr.gateway('behind', { trustedHops: 1, routes: [meshIr.httpRoute('all', toReviews)] }),
    ],
  },
});

let mesh: LocalMesh | undefined;

async function ask(path: string, { headers, ...options }: RequestOptions = {}, gateway = 'front') {
  mesh ??= await startLocalMesh({ envoy: envoy.path, proxies: ['front', 'behind'], ir });
  return request(`${mesh.inboundUrl(gateway, 'http')}${path}`, {
    ...options,
    headers: { host: 'shop.test', ...headers },
  });
}

test.skipIf(envoy.isMissing)('serves its hosts, with or without port, and no other', async () => {
  for (const [host, status] of [
    ['shop.test', 200],
    ['shop.test:8080', 200],
    ['www.shop.test', 200],
    ['shop.test.', 200],
    ['other.test', 404],
    ['shop.test.evil', 404],
  ] as const) {
    expect([host, (await ask('/', { headers: { host } })).status]).toEqual([host, status]);
  }
});

test.skipIf(envoy.isMissing)('lets no path around a route by another spelling', async () => {
  for (const path of ['/admin', '//admin', '/x/../admin', '/./admin/x', '/%61dmin']) {
    expect([path, (await ask(path)).status]).toEqual([path, 303]);
  }
  // An escaped slash is asked for again by its plain spelling.
  const { status, headers } = await ask('/x%2f..%2fadmin');
  expect([status, headers.location]).toEqual([307, '/admin']);
});

test.skipIf(envoy.isMissing)('believes no address, request id or command of a stranger', async () => {
  const { echo } = await ask('/', {
    headers: {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-request-id': 'forged',
      'x-envoy-upstream-rq-timeout-ms': '1',
      'x-envoy-max-retries': '9',
      'x-envoy-original-path': '/forged',
      'x-envoy-internal': 'true',
    },
  });
  // Beside what the stranger says stands the address that it came from; for loopback that is the machine's own.
  expect(echo.headers['x-forwarded-for']).toMatch(/^203\.0\.113\.7,(?!203)[\d.]+$/);
  expect(echo.headers['x-envoy-external-address']).not.toBe('203.0.113.7');
  expect(echo.headers['x-forwarded-proto']).toBe('http');
  expect(echo.headers['x-request-id']).not.toBe('forged');
  expect(echo.headers['x-envoy-max-retries']).toBeUndefined();
  expect(echo.headers['x-envoy-internal']).toBeUndefined();
  expect(echo.headers['x-envoy-original-path']).toBeUndefined();
});

test.skipIf(envoy.isMissing)('believes what as many trusted proxies as declared have written down', async () => {
  const headers = {
    'x-forwarded-for': '198.51.100.9, 203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-request-id': 'of-the-load-balancer',
  };
  const { echo } = await ask('/', { headers }, 'behind');
  expect(echo.headers['x-envoy-external-address']).toBe('203.0.113.7');
  expect(echo.headers['x-forwarded-proto']).toBe('https');
  expect(echo.headers['x-request-id']).toBe('of-the-load-balancer');
});

test.skipIf(envoy.isMissing)('refuses header names with underscores', async () => {
  expect((await ask('/', { headers: { x_user: 'forged' } })).status).toBe(400);
});

test.skipIf(envoy.isMissing)('tells strangers nothing of what runs behind', async () => {
  const { headers } = await ask('/');
  expect(headers['server']).toBe('envoy');
  expect(Object.keys(headers).filter((name) => name.startsWith('x-envoy'))).toEqual([]);
});
