import type { Route } from 'envoy-config-types/envoy/config/route/v3';

/** Of a fraction of a route, ten times; any multiple of ten would do. */
const scale = 10_000;
const largestSum = 2 ** 32 - 1;

/**
 * Makes a split independent of the fraction that a route, or one in front of it, takes. Envoy draws one number a request: the fraction goes by
 * its remainder by a million, and the split by its remainder by the sum of the weights. With a sum that ends in 1 neither says anything of
 * the other; with 10 000, of a fraction of half a percent all would go to the first half of the split.
 */
export function independentWeights(route: Route): Route {
  const weighted = route.route?.weighted_clusters;
  if (route.route === undefined || weighted === undefined) return route;
  const weights = weighted.clusters.map(({ weight = 0 }) => weight);
  const sum = weights.reduce((left, right) => left + right, 0);
  const factor = sum * scale < largestSum ? scale : 10;
  const largest = weights.indexOf(Math.max(...weights));
  const clusters = weighted.clusters.map((cluster, index) => ({
    ...cluster,
    weight: (weights[index] ?? 0) * factor + (index === largest ? 1 : 0),
  }));
  return { ...route, route: { ...route.route, weighted_clusters: { ...weighted, clusters } } };
}
