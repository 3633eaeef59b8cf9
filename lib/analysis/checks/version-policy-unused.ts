import type { DestinationPolicies } from '../../ir/policies/policies.js';
import type { Route } from '../../ir/route.js';
import { defineCheck } from '../define-check.js';
import { rolloutArms } from '../rollout-arms.js';
import { describeScope } from '../words/describe-scope.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds policies of versions that never hold: requests that may go to any version are under the service's policies alone,
 * and those of a split have one timeout and one retry policy, whichever version they end at.
 */
export const versionPolicyUnused = defineCheck('version-policy-unused', function* ({ ir, index }) {
  const arms = rolloutArms(ir, index);
  const named = namedVersions(index.routes.map(({ route }) => route));
  for (const { scope, policies, origin } of index.policies) {
    // With one version, everything that is sent to the service is sent to it.
    if (scope.kind !== 'version' || scope.service.versions.length < 2) continue;
    const key = `${scope.service.name}/${scope.version.name}`;
    // In a rollout requests go to one of two versions by name, and what the canary has counts once it has taken over.
    const { stable, canary } = arms.get(scope.service.name) ?? {};
    if (named.alone.has(key) || scope.version.name === stable || scope.version.name === canary) continue;
    const isNamed = named.inSplit.has(key);
    const unused = isNamed ? requestPolicies(policies) : Object.keys(policies).sort();
    if (unused.length === 0) continue;
    yield {
      message: `${listNames(unused)} of ${describeScope(scope)} never ${unused.length === 1 ? 'holds' : 'hold'}: no route sends to it ${isNamed ? 'alone' : 'by name'}`,
      origin,
      hint: isNamed
        ? 'say it on the service or on the route'
        : 'say it on the service, or send to the version by a route',
    };
  }
});

/** Policies that shape a whole request: one that may end at several versions is under those of none of them. */
function requestPolicies({ timeout, retries }: DestinationPolicies): readonly string[] {
  return [
    ...(retries === undefined ? [] : ['retries']),
    // The connect timeout is the connection's, and each version has connections of its own.
    ...(timeout?.requestMs === undefined && timeout?.idleMs === undefined ? [] : ['timeout']),
  ];
}

/** Versions that routes send to, as `<service>/<version>`. */
function namedVersions(routes: readonly Route[]): {
  readonly alone: ReadonlySet<string>;
  readonly inSplit: ReadonlySet<string>;
} {
  const alone = new Set<string>();
  const inSplit = new Set<string>();
  for (const route of routes) {
    const destinations =
      route.kind === 'tcp' ? route.destinations : route.action.kind === 'forward' ? route.action.destinations : [];
    for (const { destination } of destinations) {
      if (destination.kind !== 'version') continue;
      (destinations.length === 1 ? alone : inSplit).add(`${destination.service}/${destination.version}`);
    }
  }
  return { alone, inSplit };
}
