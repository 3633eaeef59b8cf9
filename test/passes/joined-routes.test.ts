import { expect, it } from 'vitest';
import { Gateway, Service, allOf, anyOf, header, method, path, seconds } from '../../constructs/index.js';
import { expand, expanded, routeOf, routesOf } from './support/expand.js';

const ports = { http: 80 };
const app = { image: 'app:1' };
const versions = { v1: app, v2: app };

it('puts the rules of the service that a rule hands on to in its place, under the conditions of both', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ name: 'tester', match: allOf(header('x-test').isPresent(), method('GET')), to: cart.version('v2') });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080 } });
    ingress.route({ name: 'shop', match: allOf(path.prefix('/cart'), method('GET', 'PUT')), to: cart });
    ingress.route({ name: 'rest', to: cart.version('v1') });
  });

  expect(routesOf(mesh, 'ingress', '*').map(({ name }) => name)).toEqual([
    'ingress/http/shop+cart/http/tester',
    'ingress/http/shop+cart/http/default',
    'ingress/http/rest',
  ]);
  const [tester, others] = routesOf(mesh, 'ingress', '*');
  const prefix = { kind: 'prefix', value: '/cart' };
  expect(tester?.match.anyOf).toMatchObject([{ paths: [prefix], methods: ['GET'], headers: [{ name: 'x-test' }] }]);
  expect(tester?.action).toMatchObject({ destinations: [{ destination: 'cart/v2/http', weight: 100 }] });
  expect(others?.match.anyOf).toMatchObject([{ paths: [prefix], methods: ['GET', 'PUT'], headers: [] }]);
  expect(others?.action).toMatchObject({ destinations: [{ destination: 'cart/http', weight: 100 }] });
});

it('hands on through several services', () => {
  const mesh = expanded((shop) => {
    const c = new Service(shop, 'c', { ports, versions, timeout: seconds(3) });
    c.route({ name: 'all', to: c.version('v2') });
    const b = new Service(shop, 'b', { ports, versions, calls: [c], timeout: seconds(2) });
    b.route({ name: 'c', match: path.prefix('/c'), to: c });
    const a = new Service(shop, 'a', { ports, versions, calls: [b] });
    a.route({ name: 'b', match: header('x').is('1'), to: b });
    new Service(shop, 'web', { ports, versions, calls: [a] });
  });

  expect(routesOf(mesh, 'web', 'a').map(({ name }) => name)).toEqual([
    'a/http/b+b/http/c+c/http/all',
    'a/http/b+b/http/default',
    'a/http/default',
  ]);
  const [through, toB, toA] = routesOf(mesh, 'web', 'a');
  expect(through?.timeout.requestMs).toMatchObject({ value: 3_000, origin: { constructPath: 'shop/c' } });
  expect(toB?.timeout.requestMs).toMatchObject({ value: 2_000 });
  expect(toA?.timeout.requestMs).toMatchObject({ value: 15_000 });
});

it('does what both rules do to the headers of a request, from the outside in, and of the answer, from the inside out', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({
      name: 'in',
      requestHeaders: { remove: ['a'], set: { b: 'in' }, add: { c: 'in' } },
      responseHeaders: { set: { x: 'in' }, add: { y: 'in' } },
    });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080 } });
    ingress.route({
      name: 'out',
      to: cart,
      requestHeaders: { remove: ['d'], set: { a: 'out', b: 'out' }, add: { c: 'out' } },
      responseHeaders: { set: { x: 'out' }, remove: ['y'] },
    });
  });

  expect(routesOf(mesh, 'ingress', '*')).toMatchObject([
    {
      requestHeaders: {
        remove: ['a', 'd'],
        set: [{ name: 'b', value: 'in' }],
        add: [
          { name: 'c', value: 'out' },
          { name: 'c', value: 'in' },
        ],
      },
      responseHeaders: { remove: ['y'], set: [{ name: 'x', value: 'out' }], add: [] },
    },
  ]);
});

it('keeps every condition on the path when the inner rule replaces the prefix that it matched', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({
      name: 'in',
      match: allOf(path.prefix('/a'), path.exact('/a/b')),
      rewrite: { prefix: '/z' },
      to: cart.version('v1'),
    });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080 } });
    ingress.route({ name: 'out', match: path.exact('/a/b'), to: cart });
  });

  const { match } = routeOf(mesh, 'ingress', '*', 'ingress/http/out+cart/http/in');
  expect(match.anyOf).toMatchObject([
    {
      paths: [
        { kind: 'prefix', value: '/a' },
        { kind: 'exact', value: '/a/b' },
      ],
    },
  ]);
});

it('drops rules that no request of the outer rule can meet, and conditions that another one implies', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ name: 'other', match: path.exact('/other'), to: cart.version('v1') });
    cart.route({ name: 'post', match: method('POST'), to: cart.version('v1') });
    cart.route({ name: 'deep', match: anyOf(path.prefix('/cart/deep'), path.prefix('/')), to: cart.version('v2') });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080 } });
    ingress.route({ name: 'out', match: allOf(path.prefix('/cart'), method('GET')), to: cart });
  });

  expect(routesOf(mesh, 'ingress', '*')).toMatchObject([
    {
      name: 'ingress/http/out+cart/http/deep',
      match: {
        anyOf: [{ paths: [{ value: '/cart/deep' }] }, { paths: [{ value: '/cart' }] }],
      },
    },
  ]);
});

it('hands on to the rules of another port of the same service', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports: { http: 80, 'http-admin': 81 }, versions });
    cart.route({ name: 'admin', port: 'http', match: path.prefix('/admin'), to: cart.port('http-admin') });
    cart.route({ name: 'v2', port: 'http-admin', to: cart.version('v2') });
    new Service(shop, 'web', { ports, versions, calls: [cart] });
  });

  expect(routesOf(mesh, 'web', 'cart').map(({ name }) => name)).toEqual([
    'cart/http/admin+cart/http-admin/v2',
    'cart/http/default',
  ]);
});

it('hands nothing on where a rule sends to its own service: all versions take part alike', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ name: 'self', match: path.prefix('/a'), to: cart });
    cart.route({ name: 'v2', to: cart.version('v2') });
    new Service(shop, 'web', { ports, versions, calls: [cart] });
  });

  expect(routesOf(mesh, 'web', 'cart')).toMatchObject([
    { name: 'cart/http/self', action: { destinations: [{ destination: 'cart/http' }] } },
    { name: 'cart/http/v2', action: { destinations: [{ destination: 'cart/v2/http' }] } },
  ]);
});

it('reports services that hand requests to each other in a circle, once', () => {
  const { mesh, diagnostics } = expand((shop) => {
    const a = new Service(shop, 'a', { ports, versions });
    const b = new Service(shop, 'b', { ports, versions, calls: [a] });
    a.addCall(b);
    b.route({ name: 'to-a', match: path.prefix('/b'), to: a });
    (a as unknown as typeof b).route({ name: 'to-b', match: path.prefix('/a'), to: b as unknown as typeof a });
    new Service(shop, 'web', { ports, versions, calls: [a, b] });
  });

  expect(mesh).toBeUndefined();
  expect(diagnostics).toMatchObject([{ slug: 'route-delegation-cycle', origin: { constructPath: 'shop/a/route-1' } }]);
  expect(diagnostics[0]?.message).toContain('b/http -> a/http -> b/http');
});

it('reports a split over a service that has rules of its own', () => {
  const { diagnostics } = expand((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ to: cart.version('v2') });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080, other: 8081 } });
    ingress.route({
      to: {
        kind: 'destination-split',
        shares: [
          { to: cart, weight: 1 },
          { to: cart.version('v1'), weight: 99 },
        ],
      },
    });
  });

  expect(diagnostics).toMatchObject([
    { slug: 'split-over-routed-service', origin: { constructPath: 'shop/ingress/route-1' } },
  ]);
});

it.each([
  ['the path', { rewrite: { prefix: '/x' } }, { match: path.prefix('/a') }],
  ['the host', { rewrite: { host: 'b.example.com' } }, { match: header('host').is('a.example.com') }],
  ['a header', { requestHeaders: { set: { 'X-Test': '1' } } }, { match: header('x-test').isPresent() }],
])('refuses a rule that changes %s which the rule after it looks at', (_what, outer, inner) => {
  const { diagnostics } = expand((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ name: 'in', ...inner, to: cart.version('v2') });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080, other: 8081 } });
    ingress.route({ name: 'out', match: path.prefix('/a'), to: cart, ...outer });
  });

  expect(diagnostics).toMatchObject([
    {
      slug: 'route-composition-impossible',
      origin: { constructPath: 'shop/ingress/route-1' },
      related: [{ origin: { constructPath: 'shop/cart/route-1' } }],
    },
  ]);
});

it('refuses two changes of one path', () => {
  const { diagnostics } = expand((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ name: 'in', rewrite: { path: '/y' } });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080 } });
    ingress.route({ name: 'out', match: path.prefix('/a'), to: cart, rewrite: { path: '/x' } });
  });

  expect(diagnostics).toMatchObject([{ slug: 'route-composition-impossible' }]);
  expect(diagnostics[0]?.message).toContain('both change the path');
});

it('judges the rules of a service that nobody calls', () => {
  const { diagnostics } = expand((shop) => {
    const c = new Service(shop, 'c', { ports, versions });
    c.route({ name: 'redirect', redirect: { scheme: 'https' } });
    const b = new Service(shop, 'b', { ports, versions, calls: [c] });
    b.route({ name: 'out', match: path.prefix('/a'), rewrite: { path: '/b' }, to: c });
  });

  expect(diagnostics).toMatchObject([
    { slug: 'route-composition-impossible', origin: { constructPath: 'shop/b/route-1' } },
  ]);
});
