import { typeUrl } from 'envoy-config-types';

/** Type URLs of the resources that a proxy subscribes to. */
export const resourceTypeUrls = Object.freeze({
  listener: typeUrl('envoy.config.listener.v3.Listener'),
  routeConfiguration: typeUrl('envoy.config.route.v3.RouteConfiguration'),
  cluster: typeUrl('envoy.config.cluster.v3.Cluster'),
  clusterLoadAssignment: typeUrl('envoy.config.endpoint.v3.ClusterLoadAssignment'),
  secret: typeUrl('envoy.extensions.transport_sockets.tls.v3.Secret'),
  extensionConfig: typeUrl('envoy.config.core.v3.TypedExtensionConfig'),
  virtualHost: typeUrl('envoy.config.route.v3.VirtualHost'),
});
