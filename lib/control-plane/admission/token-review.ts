/** Whom a token of a Kubernetes service account stands for, or why it stands for nobody. */
export type TokenReview =
  | { readonly ok: true; readonly namespace: string; readonly serviceAccount: string }
  /** `unknown`: nobody could be asked, so that another attempt may go otherwise. Reasons hold no part of the token. */
  | { readonly ok: false; readonly kind: 'refused' | 'unknown'; readonly reason: string };

/** Asks whom a token stands for. It must not throw. */
export type ReviewToken = (token: string) => Promise<TokenReview>;
