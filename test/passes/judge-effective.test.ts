import { App } from 'cdk8s';
import { expect, it } from 'vitest';
import { HashKey, LoadBalancing, Mesh, Service, call, milliseconds, seconds } from '../../constructs/index.js';

const ports = { http: 80 };
const versions = { v1: { image: 'shop:1' } };
const hashOn = [HashKey.sourceIp()] as const;

it('reports ring sizes that contradict each other only where two scopes meet', () => {
  const mesh = new Mesh(new App(), 'shop', {
    loadBalancing: LoadBalancing.ringHash({ hashOn, minimumRingSize: 2048 }),
  });
  const cart = new Service(mesh, 'cart', { ports, versions });
  const small = call(cart, { loadBalancing: LoadBalancing.ringHash({ hashOn, maximumRingSize: 1024 }) });
  new Service(mesh, 'web', { ports, versions, calls: [small] });
  new Service(mesh, 'admin', { ports, versions, calls: [cart] });
  expect(mesh.diagnostics()).toMatchObject([
    {
      code: 'MW2101',
      message: 'the minimum ring size of "cart/v1/http" is 2048, expected at most the maximum, 1024',
      origin: { constructPath: 'shop/web' },
    },
  ]);
});

it('reports a first retry pause that is longer than the longest one of a wider scope, once', () => {
  const mesh = new Mesh(new App(), 'shop', {
    retries: { backOff: { base: milliseconds(10), max: milliseconds(100) } },
  });
  const cart = new Service(mesh, 'cart', { ports, versions });
  cart.route({ name: 'slow', retries: { backOff: { base: seconds(1) } } });
  for (const caller of ['web', 'admin']) new Service(mesh, caller, { ports, versions, calls: [cart] });
  expect(mesh.diagnostics()).toMatchObject([
    {
      code: 'MW2101',
      message:
        'the longest retry pause of route "cart/http/slow" is 100 ms, expected at least the first pause, 1000 ms',
      origin: { constructPath: 'shop/cart/route-1' },
      related: [{ origin: { constructPath: 'shop' } }],
    },
  ]);
});

it('accepts a small ring without a minimum: Envoy gets one that fits', () => {
  const mesh = new Mesh(new App(), 'shop');
  const loadBalancing = LoadBalancing.ringHash({ hashOn, maximumRingSize: 512 });
  const cart = new Service(mesh, 'cart', { ports, versions, loadBalancing });
  new Service(mesh, 'web', { ports, versions, calls: [cart] });
  expect(mesh.diagnostics()).toEqual([]);
});
