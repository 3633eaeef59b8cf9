import { expect, it } from 'vitest';
import { Gateway, Service, call, path, seconds, split } from '../../constructs/index.js';
import { destinationOf, expanded, proxyOf, routesOf } from './support/expand.js';

const ports = { http: 80 };
const app = { image: 'app:1' };
const versions = { v1: app, v2: app };

it('makes routes and destinations once for all callers that decide nothing of their own', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    cart.route({ to: split({ v1: 90, v2: 10 }) });
    new Service(shop, 'a', { ports, versions, calls: [cart] });
    new Service(shop, 'b', { ports, versions, calls: [cart] });
    new Service(shop, 'c', { ports, versions, calls: [call(cart, { timeout: seconds(1) })] });
  });

  expect(routesOf(mesh, 'b', 'cart')).toBe(routesOf(mesh, 'a', 'cart'));
  expect(destinationOf(mesh, 'b', 'cart/v1/http')).toBe(destinationOf(mesh, 'a', 'cart/v1/http'));
  expect(routesOf(mesh, 'c', 'cart')).not.toBe(routesOf(mesh, 'a', 'cart'));
});

it('gives a proxy each destination once, sorted by name, and no destination that it cannot reach', () => {
  const mesh = expanded((shop) => {
    const cart = new Service(shop, 'cart', { ports, versions });
    const stock = new Service(shop, 'stock', { ports, versions });
    const other = new Service(shop, 'other', { ports, versions });
    cart.route({ match: path.prefix('/a'), to: cart.version('v2') });
    cart.route({ match: path.prefix('/b'), to: split({ v2: 50, v1: 50 }) });
    new Service(shop, 'web', { ports, versions, calls: [stock, cart] });
    new Service(shop, 'else', { ports, versions, calls: [other] });
    const ingress = new Gateway(shop, 'ingress', { ports: { http: 8080 } });
    ingress.route({ match: path.prefix('/s'), to: stock });
    ingress.route({ match: path.prefix('/t'), to: stock });
  });

  const names = (proxy: string) => proxyOf(mesh, proxy).destinations.map(({ name }) => name);
  expect(names('web')).toEqual(['cart/http', 'cart/v1/http', 'cart/v2/http', 'stock/http']);
  expect(names('ingress')).toEqual(['stock/http']);
  expect(names('stock')).toEqual([]);
});

it('lists services before gateways, each by name', () => {
  const mesh = expanded((shop) => {
    new Gateway(shop, 'b', { ports: { http: 8080 } });
    new Service(shop, 'z', { ports, versions });
    new Gateway(shop, 'a', { ports: { http: 8081 } });
    new Service(shop, 'y', { ports, versions });
  });

  expect(mesh.proxies.map(({ name }) => name)).toEqual(['y', 'z', 'a', 'b']);
});
