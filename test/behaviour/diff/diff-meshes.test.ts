import { expect, test } from 'vitest';
import type { BehaviourDiff } from '../../../lib/behaviour/diff/behaviour-diff.js';
import { diffMeshes } from '../../../lib/behaviour/diff/diff-meshes.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { HttpRoute } from '../../../lib/ir/route.js';
import { observed } from '../../support/diff/observed.js';
import { reviews, shop, shopRoutes, splitRoute } from '../../support/diff/shop.js';
import { simulated } from '../../support/diff/simulated.js';
import { meshIr } from '../../support/mesh-ir.js';

const origin = { kind: 'user', constructPath: 'shop/policy' } as const;
const [jason, old, split] = shopRoutes();

/** Compares, and holds every witness to what it claims. */
function diff(before: MeshIr, after: MeshIr): BehaviourDiff {
  const [left, right] = [simulated(before), simulated(after)];
  const result = diffMeshes(left, right);
  for (const { classes } of result.changes) {
    for (const { witness, from } of classes) {
      if (witness === undefined) continue;
      for (const caller of from)
        expect(observed(right, { ...witness, from: caller })).not.toBe(observed(left, { ...witness, from: caller }));
    }
  }
  expect(result.undecided).toEqual([]);
  return result;
}

/** What a test reads of a difference: one line for each change, one for each of its classes. */
function told(before: MeshIr, after: MeshIr): readonly string[] {
  return diff(before, after).changes.flatMap(({ severity, kinds, aspects, classes }) => [
    `${severity} ${kinds.join()}: ${aspects.map((each) => `${each.name} ${each.before ?? '-'} => ${each.after ?? '-'}`).join('; ')}`,
    ...classes.map(({ from, to, when }) => `  ${from.join()} -> ${to} ${when}`),
  ]);
}

const withRoutes = (...routes: readonly HttpRoute[]): MeshIr => shop({ reviews: { routes } });

test('finds nothing where nothing changed', () => {
  expect(told(shop(), shop())).toEqual([]);
});

test('finds nothing where routes and ports have other names, and constructs other places', () => {
  const renamed = [jason, old, split].map((route, index) => ({
    ...route,
    name: `rule-${index}`,
    origin: { kind: 'user', constructPath: `elsewhere/${index}` } as const,
  }));
  expect(told(shop(), shop({ reviews: { routes: renamed, ports: [meshIr.port('web')] } }))).toEqual([]);
});

test('finds nothing where a rule is declared twice', () => {
  expect(
    told(withRoutes(jason, split), withRoutes(jason, { ...jason, name: 'jason-again' }, { ...split, name: 'again' })),
  ).toEqual([]);
});

test('tells an order of rules that take the same requests, and not of those that do not', () => {
  const pathOnly = (name: string, path: string, version: string): HttpRoute =>
    meshIr.httpRoute(name, reviews(version), { match: meshIr.match({ paths: [{ kind: 'exact', value: path }] }) });
  const [one, two] = [pathOnly('one', '/1', 'v1'), pathOnly('two', '/2', 'v2')];
  expect(told(withRoutes(one, two, split), withRoutes(two, one, split))).toEqual([]);
  expect(told(withRoutes(jason, old, split), withRoutes(old, jason, split))).toEqual([
    'risky routing: destination reviews@v2:8080 => reviews@v1:8080',
    '  admin,web -> reviews:8080 header end-user is "jason", and path is /old or below it',
  ]);
});

test('tells a weight as a split, once for all callers', () => {
  expect(told(shop(), withRoutes(jason, old, splitRoute(50)))).toEqual([
    'risky split: split reviews@v1:8080 80%, reviews@v2:8080 20% => reviews@v1:8080 50%, reviews@v2:8080 50%',
    '  admin,web -> reviews:8080 every other request',
  ]);
});

test('tells a timeout as a policy, risky only where it is shorter', () => {
  const timed = (requestMs: number): MeshIr => shop({ reviews: { policies: { timeout: { origin, requestMs } } } });
  const longer = diff(timed(1000), timed(2500));
  expect(longer.changes).toMatchObject([
    {
      severity: 'neutral',
      isPolicyOnly: true,
      kinds: ['timeout'],
      aspects: [{ name: 'request timeout', before: '1 s', after: '2.5 s', afterOrigin: origin }],
      classes: [
        { when: 'every other request' },
        { when: 'header end-user is "jason"' },
        { when: 'path is /old or below it' },
      ],
    },
  ]);
  expect(diff(timed(2500), timed(1000)).changes).toMatchObject([{ severity: 'risky' }]);
});

test('tells a header condition by the requests that it lets through', () => {
  const beta = meshIr.match({
    headers: [
      { name: 'end-user', matcher: { kind: 'exact', value: 'jason' }, negate: false },
      { name: 'x-beta', matcher: { kind: 'present' }, negate: false },
    ],
  });
  expect(told(shop(), withRoutes({ ...jason, match: beta }, old, split))).toEqual([
    'risky routing: destination reviews@v2:8080 => reviews@v1:8080 80%, reviews@v2:8080 20%',
    '  admin,web -> reviews:8080 header end-user is "jason"',
    'risky routing: destination reviews@v2:8080 => reviews@v1:8080',
    '  admin,web -> reviews:8080 header end-user is "jason", and path is /old or below it',
  ]);
});

test('tells a removed rule by what its requests get now', () => {
  expect(told(shop(), withRoutes(jason, split))).toEqual([
    'risky routing: destination reviews@v1:8080 => reviews@v1:8080 80%, reviews@v2:8080 20%',
    '  admin,web -> reviews:8080 path is /old or below it',
  ]);
});

test('tells a fault, and calls an abort of everything breaking', () => {
  const failing = (percent: number): MeshIr =>
    withRoutes(
      { ...jason, policies: { fault: { origin, abort: { status: { kind: 'http', code: 503 }, percent } } } },
      old,
      split,
    );
  expect(told(shop(), failing(10))).toEqual([
    'risky fault: fault abort - => 503 for 10%',
    '  admin,web -> reviews:8080 header end-user is "jason"',
  ]);
  expect(diff(shop(), failing(100)).changes).toMatchObject([{ severity: 'breaking' }]);
  expect(diff(failing(10), shop()).changes).toMatchObject([{ severity: 'neutral' }]);
});

test('tells rewrites, headers and retries apart', () => {
  const changed: HttpRoute = {
    ...old,
    action: {
      kind: 'forward',
      destinations: [{ destination: reviews('v1'), weight: 100 }],
      rewrite: { path: { kind: 'prefix', prefix: '/new' } },
    },
    requestHeaders: { remove: [], set: [{ name: 'x-old', value: '1' }], add: [] },
    policies: { retries: { origin, attempts: 3, on: ['5xx'] } },
  };
  const { changes } = diff(shop(), withRoutes(jason, changed, split));
  expect(changes.map(({ kinds, severity }) => [severity, ...kinds])).toEqual([
    ['risky', 'headers', 'retries', 'rewrite'],
  ]);
});

test('tells requests that go to another service as breaking', () => {
  const away = meshIr.httpRoute('old', { kind: 'service', service: 'reviews-next' }, { match: old.match });
  const others = [meshIr.service('reviews-next')];
  const calls = [meshIr.call('reviews-next')];
  const next = shop({ others, reviews: { calls, routes: [jason, away, split] } });
  expect(told(shop({ others, reviews: { calls, routes: shopRoutes() } }), next)).toEqual([
    'breaking routing: destination reviews@v1:8080 => reviews-next@v1:8080',
    '  admin,web -> reviews:8080 path is /old or below it',
  ]);
});

test('tells a redirect in place of an answer as breaking', () => {
  const moved = meshIr.httpRoute(
    'old',
    { kind: 'redirect', status: 301, host: 'new.example.com', stripQuery: false },
    { match: old.match },
  );
  expect(told(shop(), withRoutes(jason, moved, split))).toEqual([
    'breaking redirect: outcome reviews@v1:8080 => 301 redirect to host new.example.com',
    '  admin,web -> reviews:8080 path is /old or below it',
  ]);
});

test('tells a call that came or went once, whatever rules it has', () => {
  const without = shop({ admin: { calls: [] } });
  expect(told(shop(), without)).toEqual([
    'breaking access: call declared => -',
    '  admin -> reviews:8080 every request',
  ]);
  expect(told(without, shop())).toEqual([
    'neutral access: call - => declared',
    '  admin -> reviews:8080 every request',
  ]);
});

test('tells a call over TCP that came or went', () => {
  const without = shop({ web: { calls: [meshIr.call('reviews')] } });
  expect(told(shop(), without)).toEqual(['breaking access: call declared => -', '  web -> db:5432 every connection']);
});

test('tells services and gateways that came or went', () => {
  const more = shop({ others: [meshIr.service('search')], mesh: {} });
  expect(told(shop(), more)).toEqual(['neutral access: service - => search', '   -> search every request']);
  expect(told(more, shop())).toEqual(['breaking access: service search => -', '   -> search every request']);
  expect(told(shop(), shop({ mesh: { gateways: [] } }))).toEqual([
    'breaking access: gateway ingress => -',
    '   -> ingress every request',
  ]);
});

test('tells limits and balancing of a destination once, and not for each rule', () => {
  const limited = shop({
    reviews: { policies: { circuitBreaker: { origin, maxRequests: 7 }, loadBalancing: { origin, kind: 'random' } } },
  });
  const { changes } = diff(shop(), limited);
  expect(changes).toMatchObject([
    {
      severity: 'risky',
      kinds: ['circuit-breaker', 'load-balancing'],
      isPolicyOnly: true,
      classes: [
        { from: ['admin', 'web'], to: 'reviews@v1:8080' },
        { from: ['admin', 'web'], to: 'reviews@v2:8080' },
      ],
    },
  ]);
  expect(changes[0]?.aspects.map(({ name }) => name)).toEqual(['max requests', 'lb policy', 'choice count']);
  expect(changes[0]?.aspects[0]?.afterOrigin).toEqual(origin);
});

test('tells connections that spread over versions by their replicas', () => {
  const scaled = shop({ mesh: {} });
  const db = meshIr.service('db', {
    ports: [meshIr.port('tcp', 5432, 'tcp')],
    versions: [meshIr.version('v1', { replicas: 3 }), meshIr.version('v2')],
  });
  const after = { ...scaled, services: scaled.services.map((each) => (each.name === 'db' ? db : each)) };
  expect(told(shop(), after)).toEqual([
    'risky split: split db@v1:5432 50%, db@v2:5432 50% => db@v1:5432 75%, db@v2:5432 25%',
    '  web -> db:5432 every connection',
  ]);
});

test('names the rule that divides connections, where there is one', () => {
  const version = (name: string) => ({ kind: 'version', service: 'db', version: name }) as const;
  const dividing = (to: string): MeshIr => {
    const db = meshIr.service('db', {
      ports: [meshIr.port('tcp', 5432, 'tcp')],
      versions: [meshIr.version('v1'), meshIr.version('v2')],
      routes: [meshIr.tcpRoute('divided', version(to), { origin })],
    });
    const mesh = shop();
    return { ...mesh, services: mesh.services.map((each) => (each.name === 'db' ? db : each)) };
  };
  const { changes } = diff(dividing('v1'), dividing('v2'));
  expect(changes.flatMap(({ aspects }) => aspects)).toMatchObject([{ beforeOrigin: origin, afterOrigin: origin }]);
});

test('tells a destination without replicas as breaking', () => {
  const versions = [meshIr.version('v1', { replicas: 0 }), meshIr.version('v2')];
  const { changes } = diff(shop(), shop({ reviews: { versions, routes: shopRoutes() } }));
  expect(changes[0]).toMatchObject({ severity: 'breaking' });
});

test('tells a port of the program that moved, to callers and behind them', () => {
  const ports = [{ ...meshIr.port('http'), targetPort: 9999 }];
  const lines = told(shop(), shop({ reviews: { ports, routes: shopRoutes() } }));
  expect(lines).toContain('risky port: port 8080 => 9999');
  expect(lines).toContain('risky routing: destination reviews@v2:8080 => reviews@v2:9999');
  expect(lines.some((line) => line.startsWith('breaking'))).toBe(false);
});

test('tells a host that a gateway no longer serves as breaking', () => {
  const hosts = (...names: readonly string[]): MeshIr =>
    shop({
      mesh: {
        gateways: [
          meshIr.gateway('ingress', {
            hosts: names,
            routes: [meshIr.httpRoute('all', { kind: 'service', service: 'web' })],
          }),
        ],
      },
    });
  expect(told(hosts('a.example.com', 'b.example.com'), hosts('a.example.com'))).toEqual([
    'breaking access: outcome web@v1:8080 => 404: no route',
    '  ingress -> b.example.com:8080 every request',
  ]);
  expect(diff(hosts('a.example.com'), hosts('*.example.com')).changes).toMatchObject([
    { severity: 'neutral', classes: [{ to: '*.example.com:8080' }] },
  ]);
});

test('tells a setting of a listener that no route shows', () => {
  const trusting = (trustedHops: number): MeshIr =>
    shop({ mesh: { gateways: [meshIr.gateway('ingress', { trustedHops })] } });
  expect(diff(trusting(0), trusting(1)).changes).toMatchObject([
    {
      severity: 'risky',
      kinds: ['connection'],
      isPolicyOnly: true,
      aspects: [
        { name: 'preserve external request id', before: 'false', after: 'true' },
        {
          name: 'xff num trusted hops',
          before: '0',
          after: '1',
          afterOrigin: { kind: 'user', constructPath: 'shop/ingress' },
        },
      ],
      classes: [{ from: ['ingress'], to: 'port:8080' }],
    },
  ]);
});

test('shows a rewrite by a path that it finds something in, and tells none that never does', () => {
  const rewriting = (pattern: string, path: string): MeshIr => {
    const rewrite = { path: { kind: 'regex', pattern, substitution: '/new' } as const };
    const action = { kind: 'forward', destinations: [{ destination: reviews('v1'), weight: 100 }], rewrite } as const;
    const match = meshIr.match({ paths: [{ kind: 'prefix', value: path }] });
    return withRoutes(jason, { ...old, match, action }, split);
  };
  const plain = (path: string): MeshIr =>
    withRoutes(jason, { ...old, match: meshIr.match({ paths: [{ kind: 'prefix', value: path }] }) }, split);
  expect(diff(plain('/old'), rewriting('/x[0-9]', '/old')).changes).toMatchObject([{ kinds: ['rewrite'] }]);
  const exact = (route: HttpRoute): HttpRoute => ({
    ...route,
    match: meshIr.match({ paths: [{ kind: 'exact', value: '/old' }] }),
  });
  const [, rewritten] = rewriting('/x[0-9]', '/old').services.find(({ name }) => name === 'reviews')?.routes ?? [];
  if (rewritten?.kind !== 'http') throw new Error('the shop has other rules');
  expect(told(withRoutes(jason, exact(old), split), withRoutes(jason, exact(rewritten), split))).toEqual([]);
});

test('says what it cannot compare, because the simulator does not know it', () => {
  const before = simulated(shop());
  const configs = new Map(
    [...before.configs].map(([name, config]) => {
      const clusters = config.resources.clusters.map((cluster) => ({
        ...cluster,
        transport_socket_matches: [{ name: 'other' }],
      }));
      const changed = { ...config, resources: { ...config.resources, clusters } };
      return [name, name === 'admin' ? changed : config];
    }),
  );
  const { undecided } = diffMeshes(before, { ...before, configs });
  expect(undecided).toContain(
    'proxy of admin: the simulator does not know cluster "reviews/v1/http": transport_socket_matches',
  );
});
