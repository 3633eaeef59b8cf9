import type { Origin } from '../../../diagnostics/origin.js';
import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';
import type { OriginRow } from '../built.js';

/** Rows of the origin table for a route: one for each Envoy route that it becomes, then one for each policy field. */
export function routeOriginRows(route: EffectiveHttpRoute, envoyNames: readonly string[]): readonly OriginRow[] {
  const { timeout, retries, fault } = route;
  const fields: Readonly<Record<string, { readonly origin: Origin } | undefined>> = {
    'timeout.requestMs': timeout.requestMs,
    'timeout.idleMs': timeout.idleMs,
    'retries.attempts': retries?.attempts,
    'retries.on': retries?.on,
    'retries.statusCodes': retries?.statusCodes,
    'retries.perTryTimeoutMs': retries?.perTryTimeoutMs,
    'retries.backOffBaseMs': retries?.backOffBaseMs,
    'retries.backOffMaxMs': retries?.backOffMaxMs,
    fault,
  };
  return [
    ...envoyNames.map((name): OriginRow => [`route/${name}`, route.origin]),
    ...Object.entries(fields).flatMap(([field, value]): OriginRow[] =>
      value === undefined ? [] : [[`route/${route.name}#${field}`, value.origin]],
    ),
  ];
}
