import type { PortProtocol } from '../../ir/port.js';

/**
 * What a caller in the mesh offers in its TLS handshake. Workloads may speak TLS of their own on TCP ports; a proxy that
 * takes both tells its peers from them by a name that nobody else has. RFC 7301.
 */
export const alpnByProtocol = Object.freeze({
  http: 'http/1.1',
  http2: 'h2',
  grpc: 'h2',
  tcp: 'meshwright',
}) satisfies Readonly<Record<PortProtocol, string>>;
