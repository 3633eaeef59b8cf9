import { posix } from 'node:path';
import { pack } from 'envoy-config-types';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { CommonTlsContext, SdsSecretConfig } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import type { HttpProtocolOptions } from 'envoy-config-types/envoy/extensions/upstreams/http/v3';
import { adsConfigSource } from './resource-source.js';

/** Where a proxy finds the server, and which protocol it speaks. */
export interface AdsServer {
  readonly host: string;
  readonly port: number;
  /** State of the world or incremental: each response is all that there is, or what differs. */
  readonly variant: 'sotw' | 'delta';
  /** @default - without TLS */
  readonly tls?: AdsTls;
  /**
   * Absolute path of a file on the proxy's machine whose content, a token without a line break at its end, is sent with each stream as
   * `authorization: Bearer`. The file is followed: it may be moved over, or be of a volume of Kubernetes. @default - none
   */
  readonly bearerTokenFile?: string;
}

/** How server and proxy prove themselves to each other. Paths are those of PEM files on the proxy's machine. */
export interface AdsTls {
  /** Roots of the server's certificate: a file, or the certificates themselves as PEM. */
  readonly trustedCa: { readonly filename: string } | { readonly inline_string: string };
  /** Whom the server's certificate has to name. */
  readonly server: { readonly kind: 'dns' | 'uri'; readonly name: string };
  /** Without it the proxy shows no certificate. Files are read when the proxy starts; a secret comes by SDS, and is followed. */
  readonly own?: { readonly certificateFile: string; readonly keyFile: string } | { readonly secret: SdsSecretConfig };
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
        grpc_services: [{ envoy_grpc: { cluster_name: clusterName, retry_policy: comingBack } }],
      },
      cds_config: adsConfigSource,
      lds_config: adsConfigSource,
    },
    static_resources: { ...known, clusters: [...(known?.clusters ?? []), serverCluster(server)] },
  };
}

// Left to itself Envoy waits up to 30 s before it asks again.
const comingBack = Object.freeze({ retry_back_off: { base_interval: '0.5s', max_interval: '5s' } } as const);

/** The metadata of a stream is fixed, so the header is set on its way out. */
function tokenFilters(file: string): NonNullable<HttpProtocolOptions['http_filters']> {
  return [
    {
      name: 'envoy.filters.http.header_mutation',
      typed_config: pack('envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
        mutations: {
          formatters: [
            {
              name: 'envoy.formatter.file_content',
              typed_config: pack('envoy.extensions.formatter.file_content.v3.FileContent', {}),
            },
          ],
          request_mutations: [
            {
              append: {
                header: { key: 'authorization', value: `Bearer %FILE_CONTENT(${file}:${posix.dirname(file)})%` },
                append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
              },
            },
          ],
        },
      }),
    },
    {
      name: 'envoy.filters.http.upstream_codec',
      typed_config: pack('envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec', {}),
    },
  ];
}

function transportSocket({ trustedCa, server, own }: AdsTls): NonNullable<Cluster['transport_socket']> {
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
      ...(server.kind === 'dns' ? { sni: server.name } : {}),
      common_tls_context: {
        ...ownCertificate(own),
        validation_context: {
          trusted_ca: trustedCa,
          match_typed_subject_alt_names: [
            { san_type: server.kind === 'dns' ? 'DNS' : 'URI', matcher: { exact: server.name } },
          ],
        },
      },
    }),
  };
}

function ownCertificate(
  own: AdsTls['own'],
): Pick<CommonTlsContext, 'tls_certificates' | 'tls_certificate_sds_secret_configs'> {
  if (own === undefined) return {};
  if ('secret' in own) return { tls_certificate_sds_secret_configs: [own.secret] };
  const { certificateFile, keyFile } = own;
  return {
    tls_certificates: [{ certificate_chain: { filename: certificateFile }, private_key: { filename: keyFile } }],
  };
}

function serverCluster({ host, port, tls, bearerTokenFile }: AdsServer): Cluster {
  return {
    name: clusterName,
    type: 'STRICT_DNS',
    // Of TCP and TLS. A server that has just started is asked by all proxies at once, and answers the last of them late.
    connect_timeout: '5s',
    ...(tls === undefined ? {} : { transport_socket: transportSocket(tls) }),
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          explicit_http_config: {
            http2_protocol_options: { connection_keepalive: { interval: '30s', timeout: '10s' } },
          },
          ...(bearerTokenFile === undefined ? {} : { http_filters: tokenFilters(bearerTokenFile) }),
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
