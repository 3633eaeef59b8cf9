import { expect, it } from 'vitest';
import { errorRatio, Gateway, header, paced, Rollout, seconds, Service, type Mesh } from '../../constructs/index.js';
import { longestHold } from '../../lib/control-plane/lingering/longest-hold.js';
import { longestRequest } from '../../lib/targets/envoy/routes/longest-request.js';
import { expanded, proxyOf, routeOf, routesOf } from './support/expand.js';

/** A client and a gateway that call reviews, whose callers are to wait for a minute, retry once, and send it 7 requests at a time. */
function declare(mesh: Mesh): void {
  const reviews = new Service(mesh, 'reviews', { ports: { http: 80 }, versions: { v1: { image: 'a:1' } } });
  reviews.route({ name: 'own', match: header('x').is('o'), timeout: seconds(2) });
  new Service(mesh, 'client', { ports: { http: 80 }, versions: { v1: { image: 'b:1' } }, calls: [reviews] });
  new Gateway(mesh, 'ingress', { ports: { http: 80 } }).route({ name: 'all', to: reviews });
  const to = { timeout: seconds(60), retries: { attempts: 1 }, circuitBreaker: { maxRequests: 7 } };
  new Rollout(mesh, 'patience', { policyOf: reviews, to, strategy: paced(), criteria: [errorRatio()] });
}

it('routes to the service have a variant under the new policies, and stay as they were themselves', () => {
  const mesh = expanded(declare);
  const route = routeOf(mesh, 'client', 'reviews', 'reviews/http/default');
  expect(route.timeout.requestMs.value).toBe(15_000);
  expect(route.retries).toBeUndefined();
  expect(route.variant).toMatchObject({
    rollout: 'patience',
    timeout: { requestMs: { value: 60_000, origin: { constructPath: 'shop/patience' } } },
    retries: { attempts: { value: 1 } },
    action: { destinations: [{ destination: 'reviews/v1/http~patience', weight: 100 }] },
  });
});

it("what a rule says itself stands over the new policies, as over the service's", () => {
  const route = routeOf(expanded(declare), 'client', 'reviews', 'reviews/http/own');
  expect(route.variant?.timeout).toEqual(route.timeout);
  expect(route.variant?.retries?.attempts.value).toBe(1);
});

it('the same places are there once more, under policies of their own', () => {
  const { destinations } = proxyOf(expanded(declare), 'client');
  const [present, tried] = ['reviews/v1/http', 'reviews/v1/http~patience'].map((name) =>
    destinations.find((each) => each.name === name),
  );
  expect(present?.circuitBreaker.maxRequests.value).toBe(1024);
  expect(tried).toMatchObject({ rollout: 'patience', backend: present?.backend, port: present?.port });
  expect(tried?.circuitBreaker.maxRequests.value).toBe(7);
});

it('what has to outlast the longest request counts with the new policies', () => {
  const mesh = expanded(declare);
  expect(longestRequest(routesOf(mesh, 'ingress', '*'))).toBe(60_000);
  expect(longestHold(mesh)).toBe(60_000);
});
