import type {
  Route,
  RouteConfiguration,
  VirtualHost,
  WeightedCluster_ClusterWeight,
} from 'envoy-config-types/envoy/config/route/v3';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { ArmShare } from './arm-share.js';

/** Weights of a route are integers, and their sum has 32 bits. Envoy: `config.route.v3.WeightedCluster`. */
const finest = 1_000_000;
const largestSum = 2 ** 32 - 1;

/** Shares by service. */
export type ArmShares = ReadonlyMap<string, ArmShare>;

/**
 * Puts shares into routes: what the compiler gave the stable version is divided between it and the canary. Routes that no
 * rollout concerns stay the same objects, and what several groups have in common is made once.
 *
 * @returns a function for one set of shares
 */
export function createRouteShares(shares: ArmShares): (routes: RouteConfiguration) => RouteConfiguration {
  if (shares.size === 0) return (routes) => routes;
  return memoiseByObject((routes: RouteConfiguration): RouteConfiguration => {
    const hosts = routes.virtual_hosts ?? [];
    const changed = hosts.map((host) => hostWithShares(host, shares));
    return changed.every((host, index) => host === hosts[index]) ? routes : { ...routes, virtual_hosts: changed };
  });
}

function hostWithShares(host: VirtualHost, shares: ArmShares): VirtualHost {
  const routes = host.routes ?? [];
  const changed = routes.map((route) => routeWithShares(route, shares));
  return changed.every((route, index) => route === routes[index]) ? host : { ...host, routes: changed };
}

function routeWithShares(route: Route, shares: ArmShares): Route {
  const weighted = route.route?.weighted_clusters;
  if (route.route === undefined || weighted === undefined) return route;
  const clusters = divided(weighted.clusters, shares);
  if (clusters === undefined) return route;
  return { ...route, route: { ...route.route, weighted_clusters: { ...weighted, clusters } } };
}

type ClusterWeight = WeightedCluster_ClusterWeight;

/** The weights with shares put in; undefined where no rollout is among them. */
function divided(clusters: readonly ClusterWeight[], shares: ArmShares): ClusterWeight[] | undefined {
  const weights = clusters.map(({ weight = 0 }) => weight);
  const pairs = clusters.flatMap((cluster, stable) => {
    const arms = armsOf(cluster, shares);
    const canary = arms === undefined ? -1 : clusters.findIndex(({ name }) => name === arms.canaryCluster);
    return arms === undefined || canary === -1 ? [] : [{ stable, canary, share: arms.share }];
  });
  if (pairs.length === 0) return undefined;
  for (const { stable, canary, share } of pairs) {
    const whole = (weights[stable] ?? 0) + (weights[canary] ?? 0);
    weights[canary] = whole * share;
    weights[stable] = whole - whole * share;
  }
  const sum = weights.reduce((left, right) => left + right, 0);
  const scale = Math.min(finest, Math.floor(largestSum / Math.max(1, sum)));
  return clusters.map((cluster, index) => ({ ...cluster, weight: Math.round((weights[index] ?? 0) * scale) }));
}

/** `<service>/<version>/<port>`, the names that the compiler gives. */
function armsOf(
  { name = '' }: ClusterWeight,
  shares: ArmShares,
): { readonly share: number; readonly canaryCluster: string } | undefined {
  const [service = '', version, port] = name.split('/');
  const arms = shares.get(service);
  if (arms === undefined || arms.stable !== version || port === undefined) return undefined;
  return { share: arms.share, canaryCluster: `${service}/${arms.canary}/${port}` };
}
