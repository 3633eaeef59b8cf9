import type { MeshIr } from '../../ir/mesh-ir.js';
import { findToken } from './find-token.js';
import type { Principal } from './principal.js';
import type { StoredToken } from './stored-token.js';
import { servicesOfAccount } from './services-of-account.js';

/** What a connection and its request prove. */
export interface Credentials {
  /** The header; absent where there is none. */
  readonly authorization?: string | undefined;
  /** `subjectaltname` of the client certificate that was verified; absent without one. */
  readonly subjectAltName?: string | undefined;
}

/** What callers are known by. */
export interface KnownCallers {
  readonly tokens: readonly StoredToken[];
  /** The mesh that is served: it says which service runs as which account. */
  readonly ir: MeshIr | undefined;
}

const anonymous: Principal = Object.freeze({ kind: 'anonymous' });

/** Says who calls. A token goes before a certificate; one that is not good is never passed over. */
export function identify({ authorization, subjectAltName }: Credentials, callers: KnownCallers): Principal {
  if (authorization !== undefined) {
    const secret = /^bearer +([\w.~+/-]{1,512}=*)$/i.exec(authorization)?.[1];
    if (secret === undefined) return { kind: 'refused', reason: 'Authorization has to be "Bearer <token>"' };
    const token = findToken(callers.tokens, secret);
    if (token === undefined) return { kind: 'refused', reason: 'the token is not known' };
    const { name } = token;
    if (token.role !== 'workload') return { kind: 'known', name, role: token.role };
    return { kind: 'known', name, role: 'workload', services: [token.service] };
  }
  if (subjectAltName === undefined) return anonymous;
  // Node quotes a name that holds a comma, so that it could pass for two; no SVID needs that.
  if (subjectAltName.includes('"'))
    return { kind: 'refused', reason: 'the client certificate has a name with a comma' };
  const uris = subjectAltName.split(', ').flatMap((name) => (name.startsWith('URI:') ? [name.slice(4)] : []));
  const [spiffeId, ...others] = uris;
  // An SVID has exactly one URI (X509-SVID, section 2).
  if (spiffeId === undefined || others.length > 0)
    return { kind: 'refused', reason: 'the client certificate is no SVID: it has to have one URI name' };
  const services = servicesOfAccount(spiffeId, callers.ir);
  if (services.length === 0) return { kind: 'refused', reason: `no service of the mesh runs as ${spiffeId}` };
  return { kind: 'known', name: spiffeId, role: 'workload', services };
}
