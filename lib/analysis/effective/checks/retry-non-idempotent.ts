import type { EffectiveRetries } from '../../../ir/effective-mesh.js';
import type { RetryCondition } from '../../../ir/policies/retries.js';
import { listNames } from '../../words/list-names.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { groupByOrigin } from '../group-by-origin.js';
import type { EffectiveRouteSite } from '../route-sites.js';
import { andMore } from '../words/and-more.js';

/** Methods whose request may have another effect each time it is processed (RFC 9110, section 9.2.2; RFC 5789). */
const nonIdempotentMethods = ['POST', 'PATCH'];

/** Conditions that the callee may meet after it has done what it was asked. */
const conditionsAfterWork: readonly RetryCondition[] = [
  '5xx',
  'gateway-error',
  'reset',
  'cancelled',
  'deadline-exceeded',
  'internal',
];

/** From here on a status code tells that the callee failed, perhaps half way. */
const firstServerError = 500;

/**
 * Finds retries that may do twice what a POST or PATCH asks for. Routes that say no method are left alone: what goes
 * through them is not known.
 */
export const retryNonIdempotent = defineEffectiveCheck('retry-non-idempotent', function* ({ routes }) {
  for (const { origin, first, all } of groupByOrigin(routes.flatMap(hazardOf), (hazard) => hazard.origin)) {
    const { route, methods, causes } = first;
    yield {
      message:
        `route "${route.name}" takes ${listNames(methods)} and tries again on ${listNames(causes)}: ` +
        `what was already done may be done again${andMore(all.length - 1, 'route')}`,
      origin,
      related:
        route.origin.kind === 'user' && route.origin !== origin ? [{ message: 'the route', origin: route.origin }] : [],
      hint: 'retry these methods only on "connect-failure", "refused-stream" and "reset-before-request", which the callee has not seen',
    };
  }
});

function hazardOf(site: EffectiveRouteSite) {
  const retries = site.kind === 'http' ? site.route.retries : undefined;
  if (site.kind === 'tcp' || retries === undefined) return [];
  const { route } = site;
  const asked = new Set(route.match.anyOf.flatMap((term) => term.methods));
  const methods = nonIdempotentMethods.filter((method) => asked.has(method));
  const { conditions, codes } = causesAfterWork(retries);
  const causes = [...conditions, ...codes.map(String)];
  if (methods.length === 0 || causes.length === 0) return [];
  return [{ route, methods, causes, origin: (conditions.length > 0 ? retries.on : retries.statusCodes).origin }];
}

function causesAfterWork({ on, statusCodes }: EffectiveRetries) {
  return {
    conditions: on.value.filter((condition) => conditionsAfterWork.includes(condition)),
    codes: statusCodes.value.filter((code) => code >= firstServerError),
  };
}
