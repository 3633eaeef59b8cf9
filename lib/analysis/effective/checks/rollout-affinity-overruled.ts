import { defineEffectiveCheck } from '../define-effective-check.js';
import { groupByOrigin } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds rollouts that keep users by a cookie where requests pick their endpoint by a hash of something else: a route has one list of keys
 * for both.
 */
export const rolloutAffinityOverruled = defineEffectiveCheck('rollout-affinity-overruled', function* ({ routes }) {
  const found = routes.flatMap(({ kind, route }) => {
    if (kind === 'tcp' || route.action.kind === 'redirect') return [];
    const { affinity, hashOn } = route.action;
    return affinity === undefined || hashOn.length === 0 ? [] : [{ name: route.name, affinity }];
  });
  for (const { origin, first, all } of groupByOrigin(found, ({ affinity }) => affinity.origin)) {
    yield {
      message:
        `users are kept on their side by cookie "${first.affinity.cookie}", but route "${first.name}" picks endpoints by a hash ` +
        `of its own${andMore(all.length - 1, 'such route')}`,
      origin,
      hint: 'leave out the affinity, or balance the service without a hash while it is rolled out',
    };
  }
});
