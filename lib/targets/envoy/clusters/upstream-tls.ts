import { pack, type Packed } from 'envoy-config-types';
import type { TransportSocket } from 'envoy-config-types/envoy/config/core/v3';
import type { ExternalTls } from '../../../ir/external-service.js';
import type { PortProtocol } from '../../../ir/port.js';

/** Where Debian, Ubuntu and the Envoy image keep the public roots. */
const systemRoots = '/etc/ssl/certs/ca-certificates.crt';

/** What a TLS connection to an external service needs. */
export interface UpstreamTlsInput {
  readonly tls: ExternalTls;
  /** Name taken where `tls` states none. */
  readonly host: string;
  readonly protocol: PortProtocol;
}

/**
 * TLS to an external service: the certificate has to come from a trusted root and to carry the name asked for.
 * Envoy: `extensions.transport_sockets.tls.v3.UpstreamTlsContext`.
 */
export function upstreamTls({
  tls,
  host,
  protocol,
}: UpstreamTlsInput): TransportSocket<Packed<'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext'>> {
  const serverName = tls.serverName ?? host;
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
      sni: serverName,
      common_tls_context: {
        ...(protocol === 'tcp' ? {} : { alpn_protocols: [protocol === 'http' ? 'http/1.1' : 'h2'] }),
        tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
        validation_context: {
          trusted_ca: { filename: tls.caFile ?? systemRoots },
          // Without this any certificate of a trusted root would do. An exact DNS name also fits a wildcard in the certificate.
          match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: serverName } }],
        },
      },
    }),
  };
}
