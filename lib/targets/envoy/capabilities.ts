import type { PolicyKind } from '../../ir/policies/policies.js';
import type { PolicySupport } from '../../ir/policies/policy-support.js';

/** What the Envoy target makes of each policy kind. */
export const envoyCapabilities = Object.freeze({
  timeout: { level: 'partial', note: 'on TCP ports only the connect timeout holds: a connection has no requests' },
  retries: { level: 'partial', note: 'HTTP ports only; a request body over the buffer limit is not sent again' },
  fault: { level: 'full' },
  loadBalancing: { level: 'partial', note: 'on TCP ports hashing is by source address only' },
  circuitBreaker: { level: 'partial', note: 'on TCP ports only the limits on connections hold' },
  outlierDetection: { level: 'partial', note: 'on TCP ports failed connections count as 5xx' },
}) satisfies Readonly<Record<PolicyKind, PolicySupport>>;
