/** Which requests count. */
export interface RequestLimits {
  readonly method: string;
  /** Without query, as the caller sends it. */
  readonly path: string;
}
