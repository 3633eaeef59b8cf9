import type { Finding } from 'envoy-config-types';
import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';
import type { HeaderOperations } from '../../../ir/header-operations.js';

/**
 * Header operations that Envoy refuses beyond its field rules: pseudo headers and `host` are not headers to it.
 * Envoy: `HeaderParser` ("`:`-prefixed or host headers may not be modified").
 */
export function headerFindings({ requestHeaders, responseHeaders }: EffectiveHttpRoute): Finding[] {
  return [...findings('request_headers', requestHeaders), ...findings('response_headers', responseHeaders)];
}

function findings(field: string, operations: HeaderOperations | undefined): Finding[] {
  if (operations === undefined) return [];
  const names = [
    ...operations.remove,
    ...operations.set.map(({ name }) => name),
    ...operations.add.map(({ name }) => name),
  ];
  return names
    .filter((name) => name.startsWith(':') || name.toLowerCase() === 'host')
    .map((name) => ({ path: field, message: `may not change "${name}"; rewrite the host or path instead` }));
}
