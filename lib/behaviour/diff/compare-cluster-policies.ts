import type { Origin } from '../../diagnostics/origin.js';
import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import type { SimulatedNetwork } from '../../simulate/network/simulated-network.js';
import type { SimulatedCluster } from '../../simulate/proxy/simulated-cluster.js';
import type { SimulatedProxy } from '../../simulate/proxy/simulated-proxy.js';
import type { AspectChange } from './behaviour-diff.js';
import type { ChangeKind } from './change-kind.js';
import { destinationShares, placeText } from './destination-share.js';
import { fieldName } from './field-name.js';
import type { Finding } from './finding.js';
import { jsonDifferences } from './json-differences.js';
import { severityOfDifference } from './severity-of-difference.js';
import { heaviest } from './severity-of.js';

/** One revision of the clusters of a proxy. */
export interface ClusterSide {
  readonly proxy: SimulatedProxy;
  readonly network: SimulatedNetwork;
  readonly origins: OriginTable;
}

/**
 * How a proxy treats those it sends to, compared place by place whatever the clusters are called: limits, balancing,
 * ejection, TLS. A place that only one revision sends to has nothing to compare.
 */
export function compareClusterPolicies(before: ClusterSide, after: ClusterSide, from: string): readonly Finding[] {
  const old = clustersByPlace(before);
  const current = clustersByPlace(after);
  return [...old].flatMap(([place, clusters]) => {
    const others = current.get(place) ?? findMoved(place, { old, current });
    if (others === undefined) return [];
    // The same content as before is nothing new, however many clusters have it.
    const left = clusters.filter((cluster) => !others.some((other) => isSamePolicy(cluster, other)));
    if (left.length === 0) return [];
    const right = others.filter((other) => !clusters.some((cluster) => isSamePolicy(cluster, other)));
    return left.flatMap((cluster, index) => {
      const other = right[Math.min(index, right.length - 1)];
      return other === undefined ? [] : [policyFinding({ from, place, before, after }, cluster, other)];
    });
  });
}

type Clusters = ReadonlyMap<string, readonly SimulatedCluster[]>;

function clustersByPlace({ proxy, network }: ClusterSide): Clusters {
  const byPlace = new Map<string, SimulatedCluster[]>();
  for (const cluster of proxy.clusters.values()) {
    for (const share of destinationShares(cluster, network)) {
      if (share.who === '') continue;
      const place = placeText(share);
      const known = byPlace.get(place);
      if (known === undefined) byPlace.set(place, [cluster]);
      else known.push(cluster);
    }
  }
  return byPlace;
}

/** A workload that listens on another port now is still the same one, where it has only one. */
function findMoved(
  place: string,
  { old, current }: Record<'old' | 'current', Clusters>,
): readonly SimulatedCluster[] | undefined {
  const ofWho = (clusters: Clusters): readonly string[] =>
    [...clusters.keys()].filter((each) => withoutPort(each) === withoutPort(place));
  const [only, ...others] = ofWho(current);
  return only === undefined || others.length > 0 || ofWho(old).length > 1 ? undefined : current.get(only);
}

function withoutPort(place: string): string {
  return place.replace(/:\d+$/, '');
}

function policyFinding(
  where: { readonly from: string; readonly place: string; readonly before: ClusterSide; readonly after: ClusterSide },
  cluster: SimulatedCluster,
  other: SimulatedCluster,
): Finding {
  const differences = jsonDifferences(policyOf(cluster), policyOf(other));
  return {
    from: where.from,
    to: where.place,
    when: 'every request',
    witness: undefined,
    before: where.place,
    after: where.place,
    aspects: differences.map((difference): AspectChange => ({
      kind: kindOf(difference.path),
      name: fieldName(difference.path),
      before: difference.before,
      after: difference.after,
      beforeOrigin: originOf(where.before.origins, cluster.name, difference.path),
      afterOrigin: originOf(where.after.origins, other.name, difference.path),
    })),
    severity: heaviest(differences.map(severityOfDifference)),
    routes: { before: undefined, after: undefined },
  };
}

/** Most clusters have the same content to the byte, and need no closer look. */
function isSamePolicy(one: SimulatedCluster, other: SimulatedCluster): boolean {
  return one.content === other.content || JSON.stringify(policyOf(one)) === JSON.stringify(policyOf(other));
}

/** What a cluster's configuration says beside who is there. */
function policyOf({ content }: SimulatedCluster): unknown {
  // The simulator's own text of a cluster: an object.
  const { load_assignment: _endpoints, ...policy } = JSON.parse(content) as Readonly<Record<string, unknown>>;
  return policy;
}

const kindByField: Readonly<Record<string, ChangeKind>> = {
  circuit_breakers: 'circuit-breaker',
  outlier_detection: 'outlier-detection',
  lb_policy: 'load-balancing',
  least_request_lb_config: 'load-balancing',
  round_robin_lb_config: 'load-balancing',
  ring_hash_lb_config: 'load-balancing',
  maglev_lb_config: 'load-balancing',
  common_lb_config: 'load-balancing',
  connect_timeout: 'timeout',
  transport_socket: 'tls',
};

function fieldOf(path: string): string {
  return path.split('.', 1)[0] ?? path;
}

function kindOf(path: string): ChangeKind {
  return kindByField[fieldOf(path)] ?? (path.endsWith('timeout') ? 'timeout' : 'connection');
}

const originFieldByKind: Partial<Record<ChangeKind, string>> = {
  'circuit-breaker': 'circuitBreaker.',
  'outlier-detection': 'outlierDetection.',
  'load-balancing': 'loadBalancing',
  timeout: 'timeout.connectMs',
};

/** Where the program says a field of a cluster: at the policy's field, else at the policy, else at the destination. */
function originOf(origins: OriginTable, cluster: string, path: string): Origin | undefined {
  const own = `cluster/${cluster}`;
  const field = originFieldByKind[kindOf(path)];
  if (field === undefined) return origins[own];
  const leaf = (path.split('.').at(-1) ?? '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const exact = origins[`${own}#${field.endsWith('.') ? field + leaf : field}`];
  const near = Object.keys(origins).find((key) => key.startsWith(`${own}#${field}`) && origins[key]?.kind === 'user');
  return exact ?? (near === undefined ? undefined : origins[near]) ?? origins[own];
}
