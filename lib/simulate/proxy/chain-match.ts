/** What a connection has to be for a filter chain; undefined and empty ask for nothing. Envoy: `FilterChainMatch`. */
export interface ChainMatch {
  readonly destinationPort: number | undefined;
  /** CIDR ranges, as `10.0.0.0/8`. */
  readonly destinationRanges: readonly string[];
  /** In lower case; `*.example.com` stands for every name below it. */
  readonly serverNames: readonly string[];
  readonly transportProtocol: string | undefined;
  readonly applicationProtocols: readonly string[];
  readonly directSourceRanges: readonly string[];
  readonly sourceType: 'any' | 'same-ip-or-loopback' | 'external';
  readonly sourceRanges: readonly string[];
  readonly sourcePorts: readonly number[];
}
