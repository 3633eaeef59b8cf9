import type { Svid } from './svid.js';

/** All that a proxy needs to prove who it is and to know others. */
export interface Identity {
  readonly svid: Svid;
  /** Roots that peers are trusted by, PEM, oldest first: while a root is replaced there are two. */
  readonly trustBundle: string;
}

/** Who says who is who: a certificate authority of our own, or one that others run. */
export interface IdentityProvider {
  readonly trustDomain: string;
  /**
   * Keeps an identity fresh: tells it at once and again long before it ends, and when the trust bundle changes. Ends with
   * the returned function. The listener must not throw.
   */
  readonly follow: (spiffeId: string, listener: (identity: Identity) => void) => () => void;
  readonly close: () => Promise<void>;
}
