import type { ServerCredentials } from '@grpc/grpc-js';
import type { Identity, IdentityProvider } from '../identity/identity-provider.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import { spiffeId } from '../ir/spiffe-id.js';
import type { Admit } from '../xds/admission.js';
import { admitByAny } from './admission/admit-by-any.js';
import { admitByPeerUri } from './admission/admit-by-peer-uri.js';
import type { SpiffeIdOfGroup } from './admission/admit-owner.js';
import { identityServerCredentials } from './identity-server-credentials.js';
import { meshIdentities, type MeshIdentities } from './mutual-tls/mesh-identities.js';

/** Who is who in the mesh that is served at the moment. */
export interface ServedOwners {
  readonly spiffeIdOf: SpiffeIdOfGroup;
  /** Undefined while there is no mesh. */
  readonly trustDomain: () => string | undefined;
}

/** What a secure server is made of. */
export interface SecureServerOptions {
  readonly identities: Pick<IdentityProvider, 'follow'>;
  /** How a node proves who it is, beside a client certificate of its owner; asked in order. */
  readonly ways: (owners: ServedOwners) => readonly Admit[];
}

/** Whom nodes find at the other end. */
export interface ServerName {
  readonly spiffeId: string;
  /** PEM. */
  readonly trustBundle: string;
}

/** The secure side of an xDS server. */
export interface SecureServer {
  readonly credentials: ServerCredentials;
  readonly admit: Admit;
  /** Takes over another mesh, and with it the name that the server has in it. */
  readonly setMesh: (mesh: EffectiveMesh) => void;
  /** Undefined while there is no certificate. */
  readonly name: () => ServerName | undefined;
  /** Resolves when there first is a certificate. */
  readonly isNamed: Promise<void>;
  readonly stop: () => void;
}

/** The service account that servers of a mesh have, in the mesh's namespace. */
const account = 'meshwright';

/**
 * Makes a server speak TLS as `spiffe://<trust domain>/ns/<namespace>/sa/meshwright`, by a certificate that is renewed, and serve
 * only nodes that prove to be their group's owner. Without a mesh there is no trust domain, and nobody is let in.
 */
export function createSecureServer({ identities, ways }: SecureServerOptions): SecureServer {
  const listeners = new Set<(identity: Identity) => void>();
  let mesh: MeshIdentities | undefined;
  let own: { readonly spiffeId: string; readonly stop: () => void } | undefined;
  let current: Identity | undefined;
  let tellNamed = (): void => undefined;
  const isNamed = new Promise<void>((resolve) => {
    tellNamed = resolve;
  });
  const take = (identity: Identity): void => {
    current = identity;
    for (const listener of listeners) listener(identity);
    tellNamed();
  };
  const owners: ServedOwners = {
    spiffeIdOf: (group) => mesh?.ofGroup(group),
    trustDomain: () => mesh?.trustDomain,
  };
  return {
    credentials: identityServerCredentials({
      follow: (listener) => {
        listeners.add(listener);
        if (current !== undefined) listener(current);
        return () => listeners.delete(listener);
      },
      // A token does as well.
      clientCertificates: 'optional',
    }),
    admit: admitByAny([admitByPeerUri(owners.spiffeIdOf), ...ways(owners)]),
    setMesh: (next) => {
      mesh = meshIdentities(next);
      const wanted = spiffeId(next.ir, account);
      if (own?.spiffeId === wanted) return;
      own?.stop();
      own = { spiffeId: wanted, stop: identities.follow(wanted, take) };
    },
    name: () =>
      current === undefined ? undefined : { spiffeId: current.svid.spiffeId, trustBundle: current.trustBundle },
    isNamed,
    stop: () => own?.stop(),
  };
}
