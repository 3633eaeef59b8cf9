import { pack } from 'envoy-config-types';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { HeaderValue } from 'envoy-config-types/envoy/config/core/v3';
import { adsConfigSource } from '../envoy-resources/resource-source.js';
import type { Variant } from './protocol/next-response.js';

/** Where a proxy finds the server, and which protocol it speaks. */
export interface AdsServer {
  readonly host: string;
  readonly port: number;
  readonly variant: Variant;
  /** @default - without TLS */
  readonly tls?: AdsTls;
  /** Sent with each stream as `authorization: Bearer`. @default - none */
  readonly bearerToken?: string;
}

/** How server and proxy prove themselves to each other. Paths are those of PEM files on the proxy's machine. */
export interface AdsTls {
  readonly trustedCaFile: string;
  /** What the server's certificate has to be for, a DNS name. */
  readonly serverName: string;
  /** Without it the proxy shows no certificate. */
  readonly own?: { readonly certificateFile: string; readonly keyFile: string };
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
        grpc_services: [
          { envoy_grpc: { cluster_name: clusterName, retry_policy: comingBack }, initial_metadata: metadata(server) },
        ],
      },
      cds_config: adsConfigSource,
      lds_config: adsConfigSource,
    },
    static_resources: { ...known, clusters: [...(known?.clusters ?? []), serverCluster(server)] },
  };
}

// Left to itself Envoy waits up to 30 s before it asks again.
const comingBack = Object.freeze({ retry_back_off: { base_interval: '0.5s', max_interval: '5s' } } as const);

function metadata({ bearerToken }: AdsServer): HeaderValue[] {
  return bearerToken === undefined ? [] : [{ key: 'authorization', value: `Bearer ${bearerToken}` }];
}

function transportSocket({ trustedCaFile, serverName, own }: AdsTls): NonNullable<Cluster['transport_socket']> {
  const certificates =
    own === undefined
      ? []
      : [{ certificate_chain: { filename: own.certificateFile }, private_key: { filename: own.keyFile } }];
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
      sni: serverName,
      common_tls_context: {
        tls_certificates: certificates,
        validation_context: {
          trusted_ca: { filename: trustedCaFile },
          match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: serverName } }],
        },
      },
    }),
  };
}

function serverCluster({ host, port, tls }: AdsServer): Cluster {
  return {
    name: clusterName,
    type: 'STRICT_DNS',
    connect_timeout: '1s',
    ...(tls === undefined ? {} : { transport_socket: transportSocket(tls) }),
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
