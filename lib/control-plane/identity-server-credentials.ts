import { experimental, type ServerCredentials } from '@grpc/grpc-js';
import type { Identity } from '../identity/identity-provider.js';

/** Who a server is, and whom it talks to. */
export interface IdentityServerCredentialsOptions {
  /** Tells the server's own identity, and each that comes after it. Ends with the returned function. */
  readonly follow: (listener: (identity: Identity) => void) => () => void;
  /**
   * `required`: a client without a certificate that the trust bundle proves gets no connection. `optional`: for clients that
   * prove by a token who they are; `XdsClient.peerUris` tells verified names only.
   */
  readonly clientCertificates: 'required' | 'optional';
}

type IdentityListener = (identity: Identity) => void;

/**
 * Mutual TLS of a gRPC server with an identity that is renewed: connections that are open go on, new ones get what is
 * current. Until there is an identity nobody is let in; it is followed while a server that has these credentials runs.
 */
export function identityServerCredentials(options: IdentityServerCredentialsOptions): ServerCredentials {
  const provider = certificateProvider(options);
  const isRequired = options.clientCertificates === 'required';
  return experimental.createCertificateProviderServerCredentials(provider, provider, isRequired);
}

function certificateProvider({ follow }: IdentityServerCredentialsOptions): experimental.CertificateProvider {
  const listenerByOwner = new Map<unknown, IdentityListener>();
  let last: Identity | undefined;
  let stop: (() => void) | undefined;
  const add = (owner: unknown, listener: IdentityListener): void => {
    listenerByOwner.set(owner, listener);
    if (last !== undefined) listener(last);
    stop ??= follow((identity) => {
      last = identity;
      for (const each of listenerByOwner.values()) each(identity);
    });
  };
  const remove = (owner: unknown): void => {
    listenerByOwner.delete(owner);
    if (listenerByOwner.size > 0) return;
    stop?.();
    stop = undefined;
    last = undefined;
  };
  return {
    addCaCertificateListener: (listener) => {
      add(listener, ({ trustBundle }) => {
        listener({ caCertificate: Buffer.from(trustBundle) });
      });
    },
    removeCaCertificateListener: remove,
    addIdentityCertificateListener: (listener) => {
      add(listener, ({ svid }) => {
        listener({ certificate: Buffer.from(svid.certificateChain), privateKey: Buffer.from(svid.privateKey) });
      });
    },
    removeIdentityCertificateListener: remove,
  };
}
