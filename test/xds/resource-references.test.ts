import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../lib/envoy-resources/resource-type-urls.js';
import { resourceReferences } from '../../lib/xds/resource-references.js';

const { cluster, clusterLoadAssignment, listener, routeConfiguration } = resourceTypeUrls;

test('a cluster needs endpoints where they come by ADS: by service name, else by its own', () => {
  const eds = { eds_config: { ads: {} } };
  expect(resourceReferences(cluster, { name: 'a', eds_cluster_config: eds })).toEqual([
    { type: clusterLoadAssignment, name: 'a' },
  ]);
  const named = { name: 'a', eds_cluster_config: { ...eds, service_name: 'b' } };
  expect(resourceReferences(cluster, named)).toEqual([{ type: clusterLoadAssignment, name: 'b' }]);
  const file = { name: 'a', eds_cluster_config: { eds_config: { path_config_source: { path: '/eds.json' } } } };
  expect(resourceReferences(cluster, file)).toEqual([]);
  expect(resourceReferences(cluster, { name: 'a', type: 'STATIC' })).toEqual([]);
});

test('a route configuration needs the clusters of its routes, weighted ones and mirrors, each once', () => {
  const routes = [
    { route: { cluster: 'a', request_mirror_policies: [{ cluster: 'mirror' }] } },
    { route: { weighted_clusters: { clusters: [{ name: 'a' }, { name: 'b' }] } } },
    { route: { cluster_header: 'x-cluster' } },
    { redirect: { host_redirect: 'elsewhere' } },
  ];
  expect(resourceReferences(routeConfiguration, { name: 'r', virtual_hosts: [{ routes }] })).toEqual(
    ['a', 'mirror', 'b'].map((name) => ({ type: cluster, name })),
  );
});

test('a listener needs its routes, and the clusters of TCP proxies and of services that its filters call', () => {
  const filters = [
    { typed_config: { rds: { route_config_name: 'r', config_source: { ads: {} } } } },
    { typed_config: { cluster: 'tcp' } },
    { typed_config: { grpc_service: { envoy_grpc: { cluster_name: 'auth' } } } },
  ];
  expect(resourceReferences(listener, { name: 'l', filter_chains: [{ filters }] })).toEqual([
    { type: routeConfiguration, name: 'r' },
    { type: cluster, name: 'tcp' },
    { type: cluster, name: 'auth' },
  ]);
});
