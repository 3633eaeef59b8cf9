import type { Origin } from '../../diagnostics/origin.js';
import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import { effectiveRouteName } from '../../targets/envoy/routes/effective-route-name.js';

const fieldByAspect: Readonly<Record<string, string>> = {
  'request timeout': 'timeout.requestMs',
  'idle timeout': 'timeout.idleMs',
  retries: 'retries.attempts',
  'retry on': 'retries.on',
  'per-try timeout': 'retries.perTryTimeoutMs',
  'back-off': 'retries.backOffBaseMs',
  'fault delay': 'fault',
  'fault abort': 'fault',
};

/** Where the program says what a route does in one respect: at its policy, else at the route. */
export function originOfAspect(origins: OriginTable, route: string | undefined, aspect: string): Origin | undefined {
  if (route === undefined) return undefined;
  const field = fieldByAspect[aspect];
  const own = field === undefined ? undefined : origins[`route/${effectiveRouteName(route)}#${field}`];
  return own ?? origins[`route/${route}`];
}
