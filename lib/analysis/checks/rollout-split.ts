import { defineCheck } from '../define-check.js';
import { rolloutArms } from '../rollout-arms.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds splits that name both versions of a rollout: their shares are the rollout's to give.
 */
export const rolloutSplit = defineCheck('rollout-split', function* ({ ir, index }) {
  const armsByService = rolloutArms(ir, index);
  if (armsByService.size === 0) return;
  for (const site of index.routes) {
    const { route } = site;
    const shares =
      route.kind === 'tcp' ? route.destinations : route.action.kind === 'forward' ? route.action.destinations : [];
    const named = new Set(
      shares.flatMap(({ destination }) =>
        destination.kind === 'version' ? [`${destination.service}/${destination.version}`] : [],
      ),
    );
    for (const { service, stable, canary, rollout } of armsByService.values()) {
      if (!named.has(`${service}/${stable}`) || !named.has(`${service}/${canary}`)) continue;
      yield {
        message: `${describeRoute(site)} splits between versions "${stable}" and "${canary}" of service "${service}", which is for rollout "${rollout.name}" to do`,
        origin: route.origin,
        related: [{ message: `rollout "${rollout.name}" is declared`, origin: rollout.origin }],
        hint: `send the whole share to version "${stable}"; the rollout takes the canary's from it`,
      };
    }
  }
});
