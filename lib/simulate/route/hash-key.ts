/** What the endpoint is picked by. Envoy: `RouteAction.HashPolicy`. */
export interface HashKey {
  readonly kind: 'header' | 'cookie' | 'query' | 'source-ip' | 'unknown';
  /** Name of the header, cookie or query parameter; of `source-ip` the empty text. */
  readonly name: string;
  /** Stops at this key when it gave a hash. */
  readonly isTerminal: boolean;
}
