import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { ProxyConfig } from '../../lib/envoy-resources/proxy-config.js';

/**
 * The same configuration with everything in the bootstrap: `envoy --mode validate` does not look into the files that
 * a bootstrap watches. Routes are put in place of their subscriptions, endpoints into their clusters.
 */
export function staticBootstrap({ bootstrap, resources }: ProxyConfig): Bootstrap {
  const { dynamic_resources: dynamic, ...rest } = bootstrap;
  if (dynamic === undefined) throw new Error('a proxy without dynamic resources');
  const routeByName = new Map(resources.routes.map((route) => [route.name, route]));
  const listeners = replaceRds(resources.listeners, routeByName) as NonNullable<
    Bootstrap['static_resources']
  >['listeners'];
  const clusters = resources.clusters.map((cluster) => {
    const assignment = resources.endpoints.find(({ cluster_name: name }) => name === cluster.name);
    if (assignment === undefined) return cluster;
    const { eds_cluster_config: eds, ...fields } = cluster;
    if (eds === undefined) throw new Error(`cluster "${cluster.name}" has endpoints but does not ask for them`);
    return { ...fields, type: 'STATIC', load_assignment: assignment } as typeof cluster; // one type for another
  });
  return {
    ...rest,
    static_resources: {
      listeners: [...(rest.static_resources?.listeners ?? []), ...(listeners ?? [])],
      clusters: [...(rest.static_resources?.clusters ?? []), ...clusters],
    },
  };
}

function replaceRds(value: unknown, routeByName: ReadonlyMap<string | undefined, object>): unknown {
  if (Array.isArray(value)) return value.map((each) => replaceRds(each, routeByName));
  if (typeof value !== 'object' || value === null) return value;
  const { rds, ...rest } = value as { readonly rds?: { readonly route_config_name: string } };
  const copied = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, replaceRds(child, routeByName)]));
  if (rds === undefined) return copied;
  const routes = routeByName.get(rds.route_config_name);
  if (routes === undefined) throw new Error(`no route configuration "${rds.route_config_name}"`);
  return { ...copied, route_config: routes };
}
