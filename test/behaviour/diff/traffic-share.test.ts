import { expect, test } from 'vitest';
import { diffMeshes } from '../../../lib/behaviour/diff/diff-meshes.js';
import type { TrafficWeights } from '../../../lib/behaviour/diff/traffic-weights.js';
import { shop, shopRoutes } from '../../support/diff/shop.js';
import { simulated } from '../../support/diff/simulated.js';

const [jason, , split] = shopRoutes();

/** Share of the change that the removed rule "old" of reviews makes. */
function shareOf(weights: TrafficWeights): number | undefined {
  const after = simulated(shop({ reviews: { routes: [jason, split] } }));
  const { changes } = diffMeshes(simulated(shop()), after, weights);
  expect(changes).toHaveLength(1);
  return changes[0]?.trafficShare;
}

test('weighs the edges of a change against all edges', () => {
  const edges = { 'web->reviews': 60, 'admin->reviews': 20, 'web->db': 20 };
  expect(shareOf({ edges, routes: {} })).toBe(0.8);
});

test('counts of an edge what the route takes that had the requests', () => {
  const edges = { 'web->reviews': 60, 'web->db': 40 };
  expect(shareOf({ edges, routes: { 'reviews/http/old': 0.25, 'reviews/http/jason': 0.5 } })).toBe(0.15);
});

test('counts nothing for an edge without weight, and says nothing without any', () => {
  expect(shareOf({ edges: { 'web->db': 5 }, routes: {} })).toBe(0);
  expect(shareOf({ edges: {}, routes: {} })).toBeUndefined();
});
