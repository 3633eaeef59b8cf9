import type { RouteAction_HashPolicy } from 'envoy-config-types/envoy/config/route/v3';
import type { HashKey } from '../../../ir/policies/load-balancing.js';
import { durationText } from '../duration-text.js';

/** What picks the endpoint; the first key that a request carries decides. Envoy: `RouteAction.hash_policy`. */
export function hashPolicy(keys: readonly HashKey[]): RouteAction_HashPolicy[] {
  // `terminal` stops at the first key that gave a hash; without it Envoy would mix all of them.
  return keys.map((key) => ({ ...hashKey(key), terminal: true }));
}

function hashKey(key: HashKey): RouteAction_HashPolicy {
  switch (key.kind) {
    case 'header':
      return { header: { header_name: key.name } };
    case 'cookie':
      return {
        cookie: {
          name: key.name,
          ...(key.ttlMs === undefined ? {} : { ttl: durationText(key.ttlMs) }),
          ...(key.path === undefined ? {} : { path: key.path }),
        },
      };
    case 'query':
      return { query_parameter: { name: key.name } };
    case 'source-ip':
      return { connection_properties: { source_ip: true } };
  }
}
