import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import type { HashKey } from '../../../ir/policies/load-balancing.js';
import { stableJson } from '../../../util/stable-json.js';
import { listWords } from '../../words/list-words.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { groupByOrigin } from '../group-by-origin.js';
import type { EffectiveRouteSite } from '../route-sites.js';
import { andMore } from '../words/and-more.js';
import { describeEnd } from '../words/describe-end.js';

/**
 * Finds destinations that balance by keys which their route never takes: a route has one list of keys, that of the first
 * destination which balances by hash.
 */
export const hashKeysIgnored = defineEffectiveCheck('hash-keys-ignored', function* ({ routes }) {
  for (const { origin, first, all } of groupByOrigin(routes.flatMap(ignoredKeysOf), (each) => each.origin)) {
    const { site, destination, own, taken } = first;
    yield {
      message:
        `${describeEnd(destination)} balances by ${describeKeys(own)}, but route "${site.route.name}" ` +
        `takes ${describeKeys(taken)}${andMore(all.length - 1, 'such route')}`,
      origin,
      related: site.route.origin.kind === 'user' ? [{ message: 'the route', origin: site.route.origin }] : [],
      hint: 'give all destinations of one route the same keys, for example on the service',
    };
  }
});

function ignoredKeysOf(site: EffectiveRouteSite) {
  if (site.kind === 'tcp' || site.route.action.kind === 'redirect') return [];
  const taken = site.route.action.hashOn;
  return site.ends.flatMap(({ destination }) => {
    const own = keysOf(destination);
    if (own === undefined || stableJson(own) === stableJson(taken)) return [];
    return [{ site, destination, own, taken, origin: destination.loadBalancing.origin }];
  });
}

function keysOf({ loadBalancing }: EffectiveDestination): readonly HashKey[] | undefined {
  return loadBalancing.kind === 'ring-hash' || loadBalancing.kind === 'maglev' ? loadBalancing.hashOn : undefined;
}

function describeKeys(keys: readonly HashKey[]): string {
  return listWords(
    keys.map((key) => (key.kind === 'source-ip' ? "the caller's address" : `${key.kind} "${key.name}"`)),
  );
}
