import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { SecretSource } from './secret-source.js';

/** An agent of SPIRE, as a proxy on its machine sees it. */
export interface SpireAgent {
  /** Absolute path of the agent's socket. */
  readonly socketPath: string;
  readonly trustDomain: string;
}

/** What lets Envoys ask an agent instead of us: a cluster for their bootstrap, and where secrets are. */
export interface SpireSecrets {
  readonly cluster: Cluster;
  readonly secrets: SecretSource;
}

const clusterName = 'spire-agent';

/**
 * Hands over the identities of Envoys to the SPIRE agent beside them: keys never pass through us.
 * Source: SPIRE, "Using Envoy with SPIRE" (`default` is the workload's SVID, a trust domain's id its roots).
 */
export function spireSecrets({ socketPath, trustDomain }: SpireAgent): SpireSecrets {
  return {
    cluster: {
      name: clusterName,
      type: 'STATIC',
      connect_timeout: '1s',
      typed_extension_protocol_options: {
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(
          'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
          { explicit_http_config: { http2_protocol_options: {} } },
        ),
      },
      load_assignment: {
        cluster_name: clusterName,
        endpoints: [{ lb_endpoints: [{ endpoint: { address: { pipe: { path: socketPath } } } }] }],
      },
    },
    secrets: {
      config: {
        resource_api_version: 'V3',
        api_config_source: {
          api_type: 'GRPC',
          transport_api_version: 'V3',
          grpc_services: [{ envoy_grpc: { cluster_name: clusterName } }],
        },
      },
      own: 'default',
      trustBundle: `spiffe://${trustDomain}`,
    },
  };
}
