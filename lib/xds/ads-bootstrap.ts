import { pack } from 'envoy-config-types';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import { adsConfigSource } from '../envoy-resources/resource-source.js';
import type { Variant } from './protocol/next-response.js';

/** Where a proxy finds the server, and which protocol it speaks. */
export interface AdsServer {
  readonly host: string;
  readonly port: number;
  readonly variant: Variant;
}

const clusterName = 'meshwright-xds';

/**
 * The same bootstrap for a proxy that gets everything from a server. Envoy: `Bootstrap.DynamicResources.ads_config`.
 */
export function adsBootstrap(bootstrap: Bootstrap, server: AdsServer): Bootstrap {
  const { static_resources: known } = bootstrap;
  return {
    ...bootstrap,
    dynamic_resources: {
      ads_config: {
        api_type: server.variant === 'delta' ? 'DELTA_GRPC' : 'GRPC',
        transport_api_version: 'V3',
        // The node with its list of extensions is most of a request.
        set_node_on_first_message_only: true,
        grpc_services: [{ envoy_grpc: { cluster_name: clusterName } }],
      },
      cds_config: adsConfigSource,
      lds_config: adsConfigSource,
    },
    static_resources: { ...known, clusters: [...(known?.clusters ?? []), serverCluster(server)] },
  };
}

function serverCluster({ host, port }: AdsServer): Cluster {
  return {
    name: clusterName,
    type: 'STRICT_DNS',
    connect_timeout: '1s',
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          explicit_http_config: {
            http2_protocol_options: { connection_keepalive: { interval: '30s', timeout: '10s' } },
          },
        },
      ),
    },
    load_assignment: {
      cluster_name: clusterName,
      endpoints: [
        { lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }] },
      ],
    },
  };
}
