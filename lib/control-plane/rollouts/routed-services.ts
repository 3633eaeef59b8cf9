import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';

/** The services that routes send requests to, by the names that the compiler gives clusters: `<service>/<version>/<port>`. */
export function routedServices(routes: readonly RouteConfiguration[]): ReadonlySet<string> {
  const actions = routes.flatMap(({ virtual_hosts: hosts = [] }) =>
    hosts.flatMap((host) => (host.routes ?? []).flatMap(({ route }) => (route === undefined ? [] : [route]))),
  );
  const clusters = actions.flatMap(({ cluster, weighted_clusters: weighted }) => [
    ...(cluster === undefined ? [] : [cluster]),
    ...(weighted?.clusters ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])),
  ]);
  return new Set(clusters.map((name) => name.split('/')[0] ?? name));
}
