/** An X.509 SVID: who a workload is, and the key that proves it. Source: SPIFFE X.509-SVID. */
export interface Svid {
  /** `spiffe://<trust domain>/ns/<namespace>/sa/<account>`. */
  readonly spiffeId: string;
  /** Leaf first, PEM. */
  readonly certificateChain: string;
  /** PKCS #8, PEM. In memory only: never written to disk or a log. */
  readonly privateKey: string;
  /** ms since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}
