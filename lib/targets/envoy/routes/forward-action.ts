import type {
  RouteAction,
  RouteAction_Fields,
  WeightedCluster_ClusterWeight,
} from 'envoy-config-types/envoy/config/route/v3';
import type { EffectiveHttpRoute, EffectiveWeight } from '../../../ir/effective-mesh.js';
import type { PathMatch } from '../../../ir/match.js';
import { durationText } from '../duration-text.js';
import { affinityFields } from './affinity.js';
import { hashPolicy } from './hash-policy.js';
import { integerWeights } from './integer-weights.js';
import { pathRewrite } from './path-rewrite.js';
import { retryPolicy } from './retry-policy.js';
import type { RouteTargets } from './route-targets.js';

type Forward = Extract<EffectiveHttpRoute['action'], { readonly kind: 'forward' }>;

/** What a forward action is made of. */
export interface ForwardInput {
  readonly route: EffectiveHttpRoute;
  readonly action: Forward;
  readonly matched: PathMatch | undefined;
  readonly targets: RouteTargets;
}

/** Sends requests on. Envoy: `config.route.v3.RouteAction`. */
export function forwardAction({ route, action, matched, targets }: ForwardInput): RouteAction {
  const { timeout, retries } = route;
  const fields: RouteAction_Fields = {
    // Always written: a route without these would get Envoy's own 15 s and the listener's idle timeout.
    timeout: timeoutText(timeout.requestMs.value),
    idle_timeout: timeoutText(timeout.idleMs.value),
    ...(retries === undefined ? {} : { retry_policy: retryPolicy(retries) }),
    ...hashing(action),
    ...(action.rewrite?.path === undefined ? {} : pathRewrite(action.rewrite.path, matched)),
  };
  const hosts = action.destinations.map(({ destination }) => action.rewrite?.host ?? targets.host(destination));
  const [host] = hosts;
  const sameHost = hosts.every((other) => other === host);
  const routeHost = sameHost && host !== undefined ? { host_rewrite_literal: host } : {};
  const [only] = action.destinations;
  if (action.destinations.length === 1 && only !== undefined) {
    return { ...fields, ...routeHost, cluster: targets.cluster(only.destination) };
  }
  return {
    ...fields,
    ...routeHost,
    weighted_clusters: {
      clusters: weightedClusters(action.destinations, targets, sameHost ? [] : hosts),
      ...(action.affinity === undefined ? {} : ({ use_hash_policy: true } as const)),
    },
  };
}

/** A route has one list of keys, for the split and for the endpoint; a check has refused two wishes. */
function hashing({ affinity, hashOn }: Forward): Pick<RouteAction_Fields, 'hash_policy'> {
  if (affinity !== undefined) return { hash_policy: affinityFields(affinity).hashPolicy };
  return hashOn.length === 0 ? {} : { hash_policy: hashPolicy(hashOn) };
}

function weightedClusters(
  destinations: readonly EffectiveWeight[],
  targets: RouteTargets,
  hosts: readonly (string | undefined)[],
): WeightedCluster_ClusterWeight[] {
  const weights = integerWeights(destinations.map(({ weight }) => weight));
  // Shares of 0 stay, so that a rollout that raises one changes a number and nothing else.
  return destinations.map(({ destination }, index) => {
    const host = hosts[index];
    return {
      name: targets.cluster(destination),
      weight: weights[index] ?? 0,
      ...(host === undefined ? {} : { host_rewrite_literal: host }),
    };
  });
}

function timeoutText(timeout: number | 'none'): ReturnType<typeof durationText> {
  return timeout === 'none' ? '0s' : durationText(timeout);
}
