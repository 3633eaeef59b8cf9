import type { Route } from 'envoy-config-types/envoy/config/route/v3';

/** Weights of a route are integers, and their sum has 32 bits. Envoy: `config.route.v3.WeightedCluster`. */
const largestSum = 2 ** 32 - 1;
/** What fractions are counted in. Envoy: `type.v3.FractionalPercent`. */
const million = 1_000_000;

/**
 * Makes a split independent of the fraction that a route, or one in front of it, takes. Envoy draws one number a request: the fraction goes by
 * its remainder by a million, and the split by its remainder by the sum of the weights. Where the sum is 10 000, all requests of a fraction
 * of half a percent would go to the first half of the split. Weights of the same proportion, a million times as large or as near to it as 32
 * bits let, put each part of the split into each of the million; what is left is a thousandth at most.
 */
export function independentWeights(route: Route): Route {
  const weighted = route.route?.weighted_clusters;
  if (route.route === undefined || weighted === undefined) return route;
  const sum = weighted.clusters.reduce((total, { weight = 0 }) => total + weight, 0);
  const factor = Math.min(million, 10 ** Math.floor(Math.log10(largestSum / Math.max(1, sum))));
  const clusters = weighted.clusters.map((cluster) => ({ ...cluster, weight: (cluster.weight ?? 0) * factor }));
  return { ...route, route: { ...route.route, weighted_clusters: { ...weighted, clusters } } };
}
