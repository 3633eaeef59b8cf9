import type { XdsClient } from '../admission.js';
import type { ReadNode } from './read-request.js';
import { peerUris } from './peer-uris.js';
import type { ByteStream } from './serve-stream.js';

/** Who asks: what the first request says, and what connection and metadata prove. */
export function xdsClientOf(call: ByteStream, { id, cluster }: ReadNode): XdsClient {
  // Only a certificate that was verified is here. Node: `TLSSocket.authorized`; grpc-js: `getAuthContext`.
  const names = call.getAuthContext().sslPeerCertificate?.subjectaltname;
  const token = bearerToken(call.metadata.get('authorization'));
  return { nodeId: id, cluster, peerUris: peerUris(names), ...(token === undefined ? {} : { bearerToken: token }) };
}

/** Several credentials are none: nobody could say which of them counts. RFC 6750, section 2.1. */
function bearerToken(credentials: readonly (string | Buffer)[]): string | undefined {
  const [first] = credentials;
  if (typeof first !== 'string' || credentials.length > 1) return undefined;
  return /^bearer +([\w.~+/-]+=*)$/i.exec(first.trim())?.[1];
}
