import type { FaultRule } from './fault-rule.js';

/** What a route, virtual host or route configuration says of an HTTP filter of the chain. */
export type FilterOverride =
  { readonly kind: 'off' | 'on' | 'unknown' } | { readonly kind: 'fault'; readonly rule: FaultRule };
