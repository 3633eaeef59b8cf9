/** A token as the server knows it: never the token itself. */
export type StoredToken = {
  /** Names it in logs; unique. */
  readonly name: string;
  /** Lower-case hex of the token's SHA-256. */
  readonly sha256: string;
} & ({ readonly role: 'reader' | 'operator' } | { readonly role: 'workload'; readonly service: string });
