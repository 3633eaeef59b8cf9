import type { Decision, Outcome } from '../../simulate/decision.js';
import { mirrorAuthority } from '../../simulate/route/mirror-authority.js';
import { changesBetween } from './changes-between.js';
import { describeHeaderMutations } from './describe-header-mutations.js';
import type { ExplainedStep } from './explained-step.js';
import { explainLimits } from './explain-limits.js';
import type { OriginLookup } from './origin-of.js';

/** What a request becomes on its way out, and the limits that hold for it. */
export function explainForward(
  { request }: Decision,
  outcome: Extract<Outcome, { kind: 'forward' }>,
  { route, origins }: { readonly route: string; readonly origins: OriginLookup },
): readonly ExplainedStep[] {
  const { destinations, hash, mirrors } = outcome;
  const origin = origins.route(route);
  const rewrites = (by: 'route' | 'envoy'): readonly ExplainedStep[] =>
    perDestination(destinations, (each) =>
      changesBetween(request, each.request).filter(
        ({ what }) => what.startsWith('header x-envoy-') === (by === 'envoy'),
      ),
    ).map(({ clusters, value }) => ({
      kind: 'rewrite',
      clusters,
      changes: value,
      by,
      origin: by === 'envoy' ? undefined : origin,
    }));
  const answers = perDestination(destinations, (each) => each.responseMutations.flatMap(describeHeaderMutations));
  return [
    ...rewrites('route'),
    ...rewrites('envoy'),
    ...explainLimits(outcome, route, origins),
    ...(hash.length === 0 ? [] : [{ kind: 'hash', keys: hash, origin } as const]),
    ...mirrors.map((mirror): ExplainedStep => {
      const authorities = destinations.map((each) => mirrorAuthority(mirror.host, each.request.authority));
      return { kind: 'mirror', mirror, authorities: [...new Set(authorities)], origin };
    }),
    ...answers.map(({ clusters, value }): ExplainedStep => ({
      kind: 'answer-headers',
      clusters,
      changes: value,
      origin,
    })),
  ];
}

/** What is done for each destination, equal ones told once; without names where it is done for all. */
function perDestination<T>(
  destinations: Extract<Outcome, { kind: 'forward' }>['destinations'],
  valuesOf: (destination: (typeof destinations)[number]) => readonly T[],
): readonly { readonly clusters: readonly string[]; readonly value: readonly T[] }[] {
  const byText = new Map<string, { clusters: string[]; value: readonly T[] }>();
  for (const destination of destinations) {
    const value = valuesOf(destination);
    const entry = byText.get(JSON.stringify(value)) ?? { clusters: [], value };
    entry.clusters.push(destination.cluster);
    byText.set(JSON.stringify(value), entry);
  }
  const groups = [...byText.values()].filter(({ value }) => value.length > 0);
  return byText.size === 1 ? groups.map(({ value }) => ({ clusters: [], value })) : groups;
}
