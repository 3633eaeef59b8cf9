import { expect, it } from 'vitest';
import { LoadBalancing, HashKey, Service, call, milliseconds, minutes, seconds } from '../../constructs/index.js';
import { destinationOf, expanded, routeOf } from './support/expand.js';

const app = { image: 'app:1' };
const versions = { v1: app };
const ports = { http: 80 };

it('takes each field of a timeout from the narrowest scope that gives it, and names that scope', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', {
        ports,
        versions: { v1: { ...app, connectTimeout: seconds(3) } },
        idleTimeout: minutes(2),
      });
      new Service(shop, 'web', { ports, versions, calls: [call(cart, { timeout: seconds(4) })] });
      cart.route({ name: 'slow', timeout: 'none' });
    },
    { timeout: seconds(1), idleTimeout: minutes(1), connectTimeout: seconds(2) },
  );

  const { timeout } = routeOf(mesh, 'web', 'cart', 'cart/http/slow');
  expect(timeout.requestMs).toMatchObject({ value: 'none', origin: { constructPath: 'shop/cart/route-1' } });
  expect(timeout.idleMs).toMatchObject({ value: 120_000, origin: { constructPath: 'shop/cart' } });
  const { connectTimeoutMs } = destinationOf(mesh, 'web', 'cart/v1/http');
  expect(connectTimeoutMs).toMatchObject({ value: 3_000, origin: { constructPath: 'shop/cart' } });
});

it('lets a call say more than the mesh, the service and the version', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', {
        ports,
        versions: { v1: { ...app, timeout: seconds(3), circuitBreaker: { maxRequests: 3 } } },
        timeout: seconds(2),
        circuitBreaker: { maxRequests: 2, maxRetries: 2 },
      });
      new Service(shop, 'web', {
        ports,
        versions,
        calls: [call(cart, { timeout: seconds(4), circuitBreaker: { maxRequests: 4 } })],
      });
      new Service(shop, 'admin', { ports, versions, calls: [cart] });
    },
    { timeout: seconds(1), circuitBreaker: { maxConnections: 1, maxRequests: 1 } },
  );

  const limits = (caller: string) => destinationOf(mesh, caller, 'cart/v1/http').circuitBreaker;
  expect(limits('web')).toMatchObject({
    maxConnections: { value: 1, origin: { constructPath: 'shop' } },
    maxPendingRequests: { value: 1024, origin: { kind: 'default', constructPath: 'shop/cart' } },
    maxRequests: { value: 4, origin: { constructPath: 'shop/web' } },
    maxRetries: { value: 2, origin: { constructPath: 'shop/cart' } },
  });
  expect(limits('admin').maxRequests).toMatchObject({ value: 3 });
  const patience = (caller: string) => routeOf(mesh, caller, 'cart', 'cart/http/default').timeout.requestMs;
  expect(patience('web')).toMatchObject({ value: 4_000, origin: { constructPath: 'shop/web' } });
  expect(patience('admin')).toMatchObject({ value: 3_000, origin: { constructPath: 'shop/cart' } });
});

it('writes out every default and names it as such', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports: { http: 80, grpc: 70 }, versions });
    new Service(shop, 'web', { ports, versions, calls: [cart] });
  });

  const origin = { kind: 'default', constructPath: 'shop/cart' };
  const route = routeOf(mesh, 'web', 'cart', 'cart/http/default');
  expect(route.origin).toEqual(origin);
  expect(route.timeout).toEqual({ requestMs: { value: 15_000, origin }, idleMs: { value: 300_000, origin } });
  expect(route).not.toHaveProperty('retries');
  expect(route).not.toHaveProperty('fault');
  const streaming = routeOf(mesh, 'web', 'cart/grpc', 'cart/grpc/default');
  expect(streaming.timeout.requestMs).toEqual({ value: 'none', origin });
  expect(destinationOf(mesh, 'web', 'cart/v1/http')).toMatchObject({
    connectTimeoutMs: { value: 5_000, origin },
    loadBalancing: { kind: 'least-request', origin },
    circuitBreaker: {
      maxConnections: { value: 1024, origin },
      maxPendingRequests: { value: 1024, origin },
      maxRequests: { value: 1024, origin },
      maxRetries: { value: 3, origin },
    },
  });
  expect(destinationOf(mesh, 'web', 'cart/v1/http')).not.toHaveProperty('outlierDetection');
});

it('adds to the retries of a wider scope and fills in what no scope says', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', { ports, versions, retries: { perTryTimeout: milliseconds(100) } });
      new Service(shop, 'web', { ports, versions, calls: [call(cart, { retries: { attempts: 5 } })] });
      cart.route({ name: 'r', retries: { backOff: { base: milliseconds(7) } } });
    },
    { retries: { on: ['5xx', 409] } },
  );

  const { retries } = routeOf(mesh, 'web', 'cart', 'cart/http/r');
  expect(retries).toMatchObject({
    attempts: { value: 5, origin: { constructPath: 'shop/web' } },
    on: { value: ['5xx'], origin: { constructPath: 'shop' } },
    statusCodes: { value: [409], origin: { constructPath: 'shop' } },
    perTryTimeoutMs: { value: 100, origin: { constructPath: 'shop/cart' } },
    backOffBaseMs: { value: 7, origin: { constructPath: 'shop/cart/route-1' } },
    backOffMaxMs: { value: 70, origin: { kind: 'default', constructPath: 'shop/cart/route-1' } },
  });
});

it('replaces both ends of a back-off together', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', { ports, versions });
      new Service(shop, 'web', { ports, versions, calls: [cart] });
      cart.route({ name: 'r', retries: { backOff: { base: seconds(1) } } });
    },
    { retries: { backOff: { base: milliseconds(10), max: milliseconds(20) } } },
  );

  expect(routeOf(mesh, 'web', 'cart', 'cart/http/r').retries).toMatchObject({
    backOffBaseMs: { value: 1_000 },
    backOffMaxMs: { value: 10_000, origin: { kind: 'default' } },
  });
});

it('turns retries off where a narrower scope asks for none', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', { ports, versions });
      new Service(shop, 'web', { ports, versions, calls: [cart] });
      cart.route({ name: 'once', retries: { attempts: 0 } });
    },
    { retries: { attempts: 3 } },
  );

  expect(routeOf(mesh, 'web', 'cart', 'cart/http/once')).not.toHaveProperty('retries');
});

it('adds settings to the same balancing algorithm, and lets another one take its place', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', {
        ports,
        versions,
        loadBalancing: LoadBalancing.maglev({ hashOn: [HashKey.query('q')] }),
      });
      new Service(shop, 'web', { ports, versions, calls: [cart] });
      new Service(shop, 'dice', { ports, versions, calls: [call(cart, { loadBalancing: LoadBalancing.random() })] });
    },
    { loadBalancing: LoadBalancing.maglev({ hashOn: [HashKey.sourceIp()], tableSize: 101 }) },
  );

  expect(destinationOf(mesh, 'web', 'cart/v1/http').loadBalancing).toMatchObject({
    kind: 'maglev',
    hashOn: [{ kind: 'query', name: 'q' }],
    tableSize: 101,
    origin: { constructPath: 'shop/cart' },
  });
  expect(routeOf(mesh, 'web', 'cart', 'cart/http/default').action).toMatchObject({ hashOn: [{ name: 'q' }] });
  const other = destinationOf(mesh, 'dice', 'cart/v1/http').loadBalancing;
  expect(other).toEqual({ kind: 'random', origin: other.origin });
  expect(routeOf(mesh, 'dice', 'cart', 'cart/http/default').action).toMatchObject({ hashOn: [] });
});

it('takes both ends of the size of a ring from one scope, so that they cannot contradict each other', () => {
  const mesh = expanded(
    (shop) => {
      const loadBalancing = LoadBalancing.ringHash({ hashOn: [HashKey.query('q')], maximumRingSize: 50 });
      const cart = new Service(shop, 'cart', { ports, versions, loadBalancing });
      new Service(shop, 'web', { ports, versions, calls: [cart] });
    },
    { loadBalancing: LoadBalancing.ringHash({ hashOn: [HashKey.sourceIp()], minimumRingSize: 100 }) },
  );
  const { loadBalancing } = destinationOf(mesh, 'web', 'cart/v1/http');
  expect(loadBalancing).toMatchObject({ kind: 'ring-hash', maximumRingSize: 50 });
  expect(loadBalancing).not.toHaveProperty('minimumRingSize');
});

it('detects outliers wherever some scope asks for it, with defaults for the other fields', () => {
  const mesh = expanded(
    (shop) => {
      const cart = new Service(shop, 'cart', { ports, versions, outlierDetection: { interval: seconds(3) } });
      new Service(shop, 'web', { ports, versions, calls: [cart] });
    },
    { outlierDetection: { consecutive5xx: 7 } },
  );

  expect(destinationOf(mesh, 'web', 'cart/v1/http').outlierDetection).toMatchObject({
    consecutive5xx: { value: 7, origin: { constructPath: 'shop' } },
    consecutiveGatewayErrors: { value: 5, origin: { kind: 'default' } },
    intervalMs: { value: 3_000, origin: { constructPath: 'shop/cart' } },
    baseEjectionTimeMs: { value: 30_000, origin: { kind: 'default' } },
    maxEjectionPercent: { value: 10, origin: { kind: 'default' } },
  });
});
