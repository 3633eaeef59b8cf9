import type { Origin } from '../../../diagnostics/origin.js';
import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';

/** Which policy set a field of the Envoy route, by the field's path, for diagnostics about it. */
export function routeFieldOrigins({ timeout, retries, fault }: EffectiveHttpRoute): Readonly<Record<string, Origin>> {
  return {
    'route.timeout': timeout.requestMs.origin,
    'route.idle_timeout': timeout.idleMs.origin,
    ...(retries === undefined
      ? {}
      : {
          'route.retry_policy': retries.attempts.origin,
          'route.retry_policy.retry_on': retries.on.origin,
          'route.retry_policy.retriable_status_codes': retries.statusCodes.origin,
          'route.retry_policy.per_try_timeout': (retries.perTryTimeoutMs ?? retries.attempts).origin,
          'route.retry_policy.retry_back_off.base_interval': retries.backOffBaseMs.origin,
          'route.retry_policy.retry_back_off.max_interval': retries.backOffMaxMs.origin,
        }),
    ...(fault === undefined ? {} : { typed_per_filter_config: fault.origin }),
  };
}
