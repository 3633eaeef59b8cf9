/** All that makes a certificate authority go on as the same one: whoever holds it can issue every identity. */
export interface AuthorityState {
  readonly trustDomain: string;
  /** `own`: roots are made and renewed here. `given`: they come from elsewhere, and nothing is renewed. */
  readonly rootsAre: 'own' | 'given';
  /** Oldest first; at least one. */
  readonly issuers: readonly Issuer[];
}

/** A certificate that signs, and its key. */
export interface Issuer {
  /** The root that it leads to, PEM; the signing certificate itself where that is a root. */
  readonly root: string;
  /** The signing certificate and what stands between it and the root, PEM; "" where the root signs. */
  readonly intermediates: string;
  /** PKCS #8, PEM. Not enumerable: see `withPrivateKey`. */
  readonly privateKey: string;
}
