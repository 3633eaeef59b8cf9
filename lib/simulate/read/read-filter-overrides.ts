import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import type { FilterOverride } from '../route/filter-override.js';
import { readFault } from './read-fault.js';

const filterConfigType = 'type.googleapis.com/envoy.config.route.v3.FilterConfig';
const faultType = 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault';

/** Reads `typed_per_filter_config`, of the widest scope first: a narrower one replaces what a wider one says of a filter. */
export function readFilterOverrides(
  scopes: readonly Route['typed_per_filter_config'][],
): ReadonlyMap<string, FilterOverride> {
  const overrides = new Map<string, FilterOverride>();
  for (const scope of scopes)
    for (const [name, config] of Object.entries(scope ?? {})) overrides.set(name, readOverride(config));
  return overrides;
}

function readOverride(config: object): FilterOverride {
  const { '@type': type } = config as { readonly '@type'?: string };
  if (type === filterConfigType) {
    const { disabled, config: inner } = config as { readonly disabled?: boolean; readonly config?: object };
    if (disabled === true) return { kind: 'off' };
    return inner === undefined ? { kind: 'on' } : readOverride(inner);
  }
  // The type URL has just said what it is.
  return type === faultType ? { kind: 'fault', rule: readFault(config) } : { kind: 'unknown' };
}
