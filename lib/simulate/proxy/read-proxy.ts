import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import { readBootstrapUnknowns } from '../read/proxy/read-bootstrap-unknowns.js';
import { readCluster } from '../read/proxy/read-cluster.js';
import { readListener } from '../read/proxy/read-listener.js';
import type { SimulatedProxy } from './simulated-proxy.js';

/** Everything one Envoy runs on. A `ProxyConfig` fits with its resources spread. */
export interface ProxyInput {
  readonly name: string;
  /** Undefined where only the dynamic resources are known, as from a control plane. */
  readonly bootstrap?: Bootstrap | undefined;
  readonly listeners: readonly Listener[];
  readonly routes: readonly RouteConfiguration[];
  readonly clusters: readonly Cluster[];
  /** Joined to the clusters of type EDS. */
  readonly endpoints: readonly ClusterLoadAssignment[];
}

/**
 * Reads what one Envoy runs on, static resources of the bootstrap included, into the form that connections and requests
 * are decided on. Where two resources of a kind have one name, the static one holds, as in Envoy.
 */
export function readProxy({ name, bootstrap, listeners, routes, clusters, endpoints }: ProxyInput): SimulatedProxy {
  const fixed = bootstrap?.static_resources;
  const allClusters = eachNameOnce([...(fixed?.clusters ?? []), ...clusters]);
  const allListeners = eachNameOnce([...(fixed?.listeners ?? []), ...listeners]);
  const clusterNames = new Set(allClusters.map((cluster) => cluster.name));
  return {
    name,
    listeners: allListeners.map((listener) => readListener(listener, { routes, clusters: clusterNames })),
    clusters: new Map(allClusters.map((cluster) => [cluster.name, readCluster(cluster, endpoints)])),
    unknown: bootstrap === undefined ? [] : readBootstrapUnknowns(bootstrap),
  };
}

/** A listener may be without a name: Envoy then makes one up, so that it never meets another. */
function eachNameOnce<T extends { readonly name?: string }>(resources: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return resources.filter(({ name = '' }) => {
    const isNew = name === '' || !seen.has(name);
    seen.add(name);
    return isNew;
  });
}
