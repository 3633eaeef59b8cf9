/** Files of a client's certificate, private key and roots, PEM, which may be replaced while it runs. Absolute paths. */
export interface GrpcCertificateFiles {
  readonly certificate: string;
  readonly privateKey: string;
  readonly roots: string;
}

/** Where a gRPC client finds the server, and who it is. */
export interface GrpcBootstrapOptions {
  readonly host: string;
  readonly port: number;
  /** `grpc~<service>~<instance>`. */
  readonly nodeId: string;
  /** Where the client runs: what is nearer is preferred. */
  readonly locality?: { readonly region?: string; readonly zone?: string };
  /** Its own certificates, by the name of the provider as in `GrpcSecurity`. */
  readonly certificates?: { readonly provider: string; readonly files: GrpcCertificateFiles };
  /**
   * How the server is asked. `tls`: with the files of `certificates`, both sides verified; @grpc/grpc-js-xds 1.14 cannot.
   * @default 'insecure'
   */
  readonly channel?: 'insecure' | 'tls';
}

/** How often clients look for new files. */
const refreshInterval = '10s';

/** What a gRPC client reads from the file GRPC_XDS_BOOTSTRAP names, or from GRPC_XDS_BOOTSTRAP_CONFIG. gRFC A27, A29. */
export function grpcBootstrap({
  host,
  port,
  nodeId,
  locality = {},
  certificates,
  channel = 'insecure',
}: GrpcBootstrapOptions): object {
  const address = host.includes(':') ? `[${host}]` : host;
  const files = certificates === undefined ? undefined : fileWatcher(certificates.files);
  return {
    xds_servers: [
      {
        server_uri: `${address}:${String(port)}`,
        channel_creds: [
          channel === 'tls' ? { type: 'tls', ...(files === undefined ? {} : { config: files }) } : { type: 'insecure' },
        ],
        // Without the second a cluster that goes with its last route fails the calls that are still on their way to it, and a server
        // that starts with less than before fails calls until the new routes are there. gRFC A53.
        server_features: ['xds_v3', 'ignore_resource_deletion'],
      },
    ],
    // @grpc/grpc-js-xds refuses a node without locality.
    node: { id: nodeId, locality },
    ...(certificates === undefined
      ? {}
      : { certificate_providers: { [certificates.provider]: { plugin_name: 'file_watcher', config: files } } }),
  };
}

function fileWatcher({ certificate, privateKey, roots }: GrpcCertificateFiles): object {
  return {
    certificate_file: certificate,
    private_key_file: privateKey,
    ca_certificate_file: roots,
    refresh_interval: refreshInterval,
  };
}
