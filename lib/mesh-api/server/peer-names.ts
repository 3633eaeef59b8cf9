import { TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';

/** Alternative names of the client certificate that a connection was verified with; undefined without one. */
export function peerNames(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  // An empty object where the client has none.
  const certificate: { readonly subjectaltname?: string } = socket.getPeerCertificate();
  return certificate.subjectaltname;
}
