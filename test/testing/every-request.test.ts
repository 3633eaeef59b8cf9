import { App } from 'cdk8s';
import type { RouteAction } from 'envoy-config-types/envoy/config/route/v3';
import { expect, it } from 'vitest';
import { Gateway, Mesh, Service, allOf, header, method, path, seconds, split } from '../../constructs/index.js';
import { expectMesh } from '../../lib/testing/index.js';
import { createEveryExpectation } from '../../lib/testing/create-every-expectation.js';
import { whatElseDecides } from '../../lib/testing/every/what-else-decides.js';
import { readRouteTable } from '../../lib/simulate/read/read-route-table.js';
import { failureOf } from '../support/failure-of.js';
import { testedShop } from '../support/tested-shop.js';

function guardedShop(hosts: readonly [string, ...string[]] = ['*']) {
  const mesh = new Mesh(new App(), 'shop');
  const one = { ports: { http: 80 }, versions: { v1: { image: 'one:1' } } };
  const admin = new Service(mesh, 'admin', one);
  const payments = new Service(mesh, 'payments', one);
  const cart = new Service(mesh, 'cart', {
    ports: { http: 80 },
    versions: { v1: { image: 'cart:1' }, v2: { image: 'cart:2' } },
    calls: [payments],
  });
  cart.route({ name: 'slow', match: path.prefix('/report'), to: cart.version('v1'), timeout: seconds(60) });
  cart.route({ name: 'split', to: split({ v1: 80, v2: 20 }), retries: { attempts: 1 } });
  const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 }, hosts });
  ingress.route({ name: 'admin', match: allOf(path.prefix('/admin'), header('x-token').isPresent()), to: admin });
  ingress.route({ name: 'cart', match: allOf(path.prefix('/cart'), method('GET', 'POST')), to: cart });
  return { mesh, admin, payments, cart, ingress };
}

const { mesh, admin, cart, ingress } = guardedShop();
const outside = expectMesh(mesh).from(ingress);
const toAdmin = path.prefix('/admin');

it('holds for all requests without a token', () => {
  outside
    .everyRequest(allOf(toAdmin, header('x-token').isAbsent()))
    .toBeDenied()
    .notToReach(admin);
});

it('holds for all requests with a token', () => {
  outside
    .everyRequest(allOf(toAdmin, header('x-token').startsWith('t-')))
    .toReach(admin)
    .notToReach(cart);
});

it('holds for every request there is', () => {
  outside.everyRequest().notToReach('payments');
  expectMesh(mesh).from(cart).everyRequest().toReach('payments').notToRetry();
});

it('holds for shares, timeouts and retries of every request of a condition', () => {
  outside
    .everyRequest(allOf(path.prefix('/cart'), method('GET')))
    .toSplit(cart, { v1: 80, v2: 20 })
    .toReach('cart@v1', { percent: 80 })
    .toReachOneOf('cart@v1', 'cart@v2')
    .toRetry({ attempts: 1 })
    .toTimeOutAfter(seconds(15));
});

it('finds the request that gets through, and explains it', () => {
  const failure = failureOf(() => outside.everyRequest(toAdmin).toBeDenied());

  expect(failure?.message).toMatch(
    /^not every request: expected GET http:\/\/\S+\/admin from ingress with x-token: \S* to be denied, but got: admin@v1\n/,
  );
  expect(failure?.message).toMatch(/route +"ingress\/http\/admin" takes it .*every-request\.test\.ts:\d+/);
});

it('finds the request that does not get through', () => {
  const failure = failureOf(() => outside.everyRequest(path.prefix('/cart')).toReach(cart));

  expect(failure?.message).toMatch(
    /^not every request: expected \w+ http:\/\/\S+ from ingress.* to reach cart, but got: 404/,
  );
});

it('finds requests that fall on an earlier route than most', () => {
  const failure = failureOf(() => outside.everyRequest(path.prefix('/cart/x')).toReach('cart@v1'));

  expect(failure?.message).toContain('not every request: expected');
});

it('counts requests to other hosts unless it is told one', () => {
  const shop = guardedShop(['shop.example']);
  const door = expectMesh(shop.mesh).from(shop.ingress);
  const withToken = allOf(toAdmin, header('x-token').isPresent());

  door.everyRequest(withToken, { host: 'shop.example' }).toReach(shop.admin);

  expect(failureOf(() => door.everyRequest(withToken).toReach(shop.admin))?.message).toContain('but got: 404');
});

it('refuses a condition that no request meets, for nothing can be expected of none', () => {
  const never = allOf(path.exact('/admin'), path.exact('/cart'));

  expect(failureOf(() => outside.everyRequest(never))?.message).toMatch(/^no request meets the condition/);
});

it('holds for every request to a service that the sender does not call', () => {
  expectMesh(mesh).from(cart).everyRequest(undefined, { to: admin }).toBeDenied().notToReach(admin);
});

it('refuses a door where nothing speaks HTTP', () => {
  const { mesh: shop, store } = testedShop();
  const ask = (): unknown => expectMesh(shop).from('ratings').everyRequest(undefined, { to: store });

  expect(failureOf(ask)?.message).toMatch(/^"ratings" has no HTTP there\n {2}hint: /);
});

it('fails where it cannot decide for all, and says why', () => {
  const undecided = createEveryExpectation({ examples: [], undecided: ['route "late": too many cases'] });

  expect(failureOf(() => undecided.toBeDenied())?.message).toBe(
    'it cannot be decided for every request: route "late": too many cases',
  );
});

const actions: readonly (readonly [string, RouteAction, string | undefined])[] = [
  ['a cluster by name', { cluster: 'x' }, undefined],
  ['a cluster by header', { cluster_header: 'x-to' }, 'a header decides where it goes'],
  [
    'weights that a header overrules',
    { weighted_clusters: { clusters: [{ name: 'x', weight: 1 }], header_name: 'x-random' } },
    'header x-random decides where it goes',
  ],
];

it.each(actions)('knows whether the route alone decides: %s', (_, route, doubt) => {
  const table = readRouteTable({
    virtual_hosts: [{ name: 'all', domains: ['*'], routes: [{ name: 'one', match: { prefix: '/' }, route }] }],
  });

  expect(whatElseDecides({ filters: [] }, table.domains.fallback?.routes[0], { branches: [] })).toBe(doubt);
});
