import type { Admit } from '../../xds/admission.js';
import { admitOwner, type SpiffeIdOfGroup } from './admit-owner.js';

/** Admits nodes whose client certificate is that of their owner. The server has to have demanded and verified it. */
export function admitByPeerUri(spiffeIdOf: SpiffeIdOfGroup): Admit {
  return ({ nodeId, peerUris }) => {
    // An SVID has exactly one URI. SPIFFE X.509-SVID, section 2.
    const [spiffeId, ...others] = peerUris;
    if (spiffeId === undefined) return { kind: 'refused', reason: 'there is no client certificate with a SPIFFE id' };
    if (others.length > 0) return { kind: 'refused', reason: 'the client certificate is no SVID: it has several URIs' };
    return admitOwner(nodeId, spiffeId, spiffeIdOf);
  };
}
