import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { InternalError } from '../util/internal-error.js';
import type { ProxyConfig } from './proxy-config.js';

/**
 * The same configuration with everything in the bootstrap, for a proxy whose files never change under it. Envoy takes
 * one inotify instance for each file that it watches, and Linux gives 128 of them to all processes of a user, by default:
 * a node full of sidecars would run out. Routes are put in place of their subscriptions, endpoints into their clusters.
 *
 * Envoy: `Bootstrap.static_resources`.
 */
export function staticBootstrap({ bootstrap, resources }: ProxyConfig): Bootstrap {
  const { dynamic_resources: _watched, ...rest } = bootstrap;
  const routeByName = new Map(resources.routes.map((route) => [route.name, route]));
  const endpointsByCluster = new Map(resources.endpoints.map((endpoints) => [endpoints.cluster_name, endpoints]));
  const clusters = resources.clusters.map((cluster): Cluster => {
    const endpoints = endpointsByCluster.get(cluster.name);
    if (endpoints === undefined) return cluster;
    const { eds_cluster_config: _subscription, ...fields } = cluster;
    // One way of discovery for another, which the types of the two alternatives cannot follow through the spread.
    return { ...fields, type: 'STATIC', load_assignment: endpoints } as Cluster;
  });
  // A copy of listeners with one field for another is a list of listeners.
  const listeners = withRoutes(resources.listeners, routeByName) as readonly Listener[];
  return {
    ...rest,
    static_resources: {
      listeners: [...(rest.static_resources?.listeners ?? []), ...listeners],
      clusters: [...(rest.static_resources?.clusters ?? []), ...clusters],
    },
  };
}

function withRoutes(value: unknown, routeByName: ReadonlyMap<string | undefined, object>): unknown {
  if (Array.isArray(value)) return value.map((each) => withRoutes(each, routeByName));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (key !== 'rds') copy[key] = withRoutes(child, routeByName);
    else copy['route_config'] = routesOf(child as { readonly route_config_name: string }, routeByName);
  }
  return copy;
}

function routesOf(
  { route_config_name: name }: { readonly route_config_name: string },
  routeByName: ReadonlyMap<string | undefined, object>,
): object {
  const routes = routeByName.get(name);
  if (routes === undefined) throw new InternalError(`no route configuration "${name}"`);
  return routes;
}
