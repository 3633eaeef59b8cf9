import type {
  Route,
  RouteAction_RequestMirrorPolicy,
  RouteConfiguration,
  VirtualHost,
  WeightedCluster_ClusterWeight,
} from 'envoy-config-types/envoy/config/route/v3';
import { variantKey } from '../../targets/envoy/routes/variant-key.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { ArmShare } from './arm-share.js';
import { fractionOf } from './fraction-of.js';
import { rolloutsOfRoute } from './rollouts-of-route.js';

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
  return withFraction(withWeights(route, shares), shares);
}

/** What a rollout tries stands in front of what is in force, and takes a share of its requests, unless the share was given to something else. */
function withFraction(route: Route, shares: ArmShares): Route {
  if (route.match.runtime_fraction === undefined) return route;
  const rollouts = rolloutsOfRoute(route.name);
  const tried = route.metadata?.filter_metadata?.[variantKey]?.['revision'];
  const found = [...shares.values()].find(({ rollout, revision }) => revision === tried && rollouts.has(rollout));
  if (found === undefined) return route;
  return { ...route, match: { ...route.match, runtime_fraction: { default_value: fractionOf(found.share) } } };
}

function withWeights(route: Route, shares: ArmShares): Route {
  const weighted = route.route?.weighted_clusters;
  if (route.route === undefined || weighted === undefined) return route;
  const pairs = pairsOf(weighted.clusters, shares, rolloutsOfRoute(route.name));
  if (pairs.length === 0) return route;
  const mirrors = mirrorsOf(weighted.clusters, pairs);
  return {
    ...route,
    route: {
      ...route.route,
      weighted_clusters: { ...weighted, clusters: divided(weighted.clusters, pairs) },
      ...(mirrors.length === 0 ? {} : { request_mirror_policies: mirrors }),
    },
  };
}

type ClusterWeight = WeightedCluster_ClusterWeight;

/** Both sides of a rollout among the clusters of a route. */
interface Pair {
  /** Places in the list. */
  readonly stable: number;
  readonly canary: number;
  /** 0 to 1. */
  readonly share: number;
  readonly mirror: number;
}

/** `<service>/<version>/<port>`: the names that the compiler gives. */
function pairsOf(
  clusters: readonly ClusterWeight[],
  shares: ArmShares,
  rollouts: ReadonlySet<string>,
): readonly Pair[] {
  return clusters.flatMap(({ name = '' }, stable) => {
    const [service = '', version, port] = name.split('/');
    const arms = shares.get(service);
    if (arms?.canary === undefined || arms.stable !== version || port === undefined) return [];
    const canaryCluster = `${service}/${arms.canary}/${port}`;
    const canary = clusters.findIndex((other) => other.name === canaryCluster);
    if (canary === -1) return [];
    const isAudience = arms.audience === 'everybody' || rollouts.has(arms.rollout);
    return [{ stable, canary, share: isAudience ? arms.share : 0, mirror: isAudience ? arms.mirror : 0 }];
  });
}

/** Whatever the shares are, weights have the same sum: where users are drawn by hash, nobody moves but from one side to the other. */
function divided(clusters: readonly ClusterWeight[], pairs: readonly Pair[]): ClusterWeight[] {
  const sum = sumOf(clusters);
  const scale = Math.min(finest, Math.floor(largestSum / Math.max(1, sum)));
  const weights = clusters.map(({ weight = 0 }) => weight * scale);
  for (const { stable, canary, share } of pairs) {
    const whole = (weights[stable] ?? 0) + (weights[canary] ?? 0);
    const part = Math.round(whole * share);
    weights[canary] = part;
    weights[stable] = whole - part;
  }
  return clusters.map((cluster, index) => ({ ...cluster, weight: weights[index] ?? 0 }));
}

/** Envoy copies what a route takes, whichever of its clusters gets it: the copies are as many as the pair's part of it asks for. */
function mirrorsOf(clusters: readonly ClusterWeight[], pairs: readonly Pair[]): RouteAction_RequestMirrorPolicy[] {
  const sum = sumOf(clusters);
  return pairs.flatMap(({ stable, canary, mirror }) => {
    const cluster = clusters[canary];
    if (mirror === 0 || cluster?.name === undefined || sum === 0) return [];
    const whole = weightOf(clusters[stable]) + weightOf(cluster);
    return [
      {
        cluster: cluster.name,
        runtime_fraction: { default_value: fractionOf((mirror * whole) / sum) },
        // The canary has to see what the stable version sees.
        disable_shadow_host_suffix_append: true,
      },
    ];
  });
}

function sumOf(clusters: readonly ClusterWeight[]): number {
  return clusters.reduce((sum, cluster) => sum + weightOf(cluster), 0);
}

function weightOf(cluster: ClusterWeight | undefined): number {
  return cluster?.weight ?? 0;
}
