import type {
  CommonTlsContext,
  SubjectAltNameMatcher,
} from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import type { SecretSource } from './secret-source.js';

/** What one end of a connection is. */
export interface TlsContextInput {
  readonly secrets: SecretSource;
  /** Which URI the other end's certificate has to carry: one that any of these takes. At least one, for none would take all. */
  readonly peers: readonly SubjectAltNameMatcher['matcher'][];
  /** Protocols that are offered or taken, the best first; may be empty. */
  readonly alpnProtocols: readonly string[];
}

/**
 * What both ends of a connection in the mesh have: TLS 1.3, an own certificate and roots by SDS, a demand on the other
 * end's identity. Envoy: `CommonTlsContext`.
 */
export function tlsContext({ secrets, peers, alpnProtocols }: TlsContextInput): CommonTlsContext {
  const { config, own, trustBundle } = secrets;
  return {
    ...(alpnProtocols.length === 0 ? {} : { alpn_protocols: [...alpnProtocols] }),
    // The most has to be said too: without it Envoy's clients stay at 1.2.
    tls_params: { tls_minimum_protocol_version: 'TLSv1_3', tls_maximum_protocol_version: 'TLSv1_3' },
    tls_certificate_sds_secret_configs: [{ name: own, sds_config: config }],
    combined_validation_context: {
      default_validation_context: {
        match_typed_subject_alt_names: peers.map((matcher) => ({ san_type: 'URI', matcher })),
      },
      validation_context_sds_secret_config: { name: trustBundle, sds_config: config },
    },
  };
}
