import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../lib/envoy-resources/resource-type-urls.js';
import { resourceReferences } from '../../lib/xds/resource-references.js';

const { cluster, clusterLoadAssignment, extensionConfig, listener, routeConfiguration, secret, virtualHost } =
  resourceTypeUrls;

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

test('clusters and listeners need the secrets and the configurations of filters that come by ADS', () => {
  const ads = { ads: {} };
  const tls = {
    tls_certificate_sds_secret_configs: [{ name: 'own', sds_config: ads }],
    combined_validation_context: { validation_context_sds_secret_config: { name: 'roots', sds_config: ads } },
    session_ticket_keys_sds_secret_config: { name: 'file', sds_config: { path_config_source: { path: '/keys.json' } } },
  };
  const socket = { typed_config: { common_tls_context: tls } };
  const secrets = ['own', 'roots'].map((name) => ({ type: secret, name }));
  expect(resourceReferences(cluster, { name: 'a', transport_socket: { ...socket, name: 'tls' } })).toEqual(secrets);
  const filters = [
    { name: 'by-ecds', config_discovery: { config_source: ads } },
    { name: 'by-file', config_discovery: { config_source: { path_config_source: { path: '/filter.json' } } } },
  ];
  expect(resourceReferences(listener, { name: 'l', filter_chains: [{ filters, transport_socket: socket }] })).toEqual([
    { type: extensionConfig, name: 'by-ecds' },
    ...secrets,
  ]);
});

test('a configuration of a filter, and a virtual host that is fetched on demand, need the clusters that they name', () => {
  expect(resourceReferences(extensionConfig, { name: 'auth', typed_config: { cluster: 'a' } })).toEqual([
    { type: cluster, name: 'a' },
  ]);
  expect(resourceReferences(virtualHost, { name: 'h', routes: [{ route: { cluster: 'a' } }] })).toEqual([
    { type: cluster, name: 'a' },
  ]);
});

test('routes that fetch their virtual hosts name all of them as one', () => {
  expect(resourceReferences(routeConfiguration, { name: 'r', vhds: { config_source: { ads: {} } } })).toEqual([
    { type: virtualHost, name: 'r/*' },
  ]);
});
