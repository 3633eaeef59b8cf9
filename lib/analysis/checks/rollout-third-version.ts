import type { Service } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';
import { isUnconditional } from '../match/is-unconditional.js';
import { rolloutArms, type RolloutArms } from '../rollout-arms.js';
import { describeRoute } from '../words/describe-route.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds services in a rollout with further versions, where requests go to all versions alike: a rollout compares two versions, and it
 * would be left open whether the others go on.
 */
export const rolloutThirdVersion = defineCheck('rollout-third-version', function* ({ ir, index }) {
  for (const arms of rolloutArms(ir, index).values()) {
    const service = arms.owner;
    const others = othersOf(arms);
    if (others.length === 0) continue;
    const { rollout, stable } = arms;
    const hint = `send to version "${stable}" by name, or to a split of versions`;
    const rest = `while rollout "${rollout.name}" is between "${stable}" and "${arms.canary}": what becomes of ${listNames(others)}?`;
    const sites = index.destinations.filter(
      ({ site, weighted }) =>
        weighted.destination.kind === 'service' &&
        weighted.destination.service === service.name &&
        site.owner.kind === 'service' &&
        site.owner.service === service,
    );
    for (const { site } of sites) {
      yield {
        message: `${describeRoute(site)} sends to all versions alike ${rest}`,
        origin: site.route.origin,
        related: [{ message: `rollout "${rollout.name}" is declared`, origin: rollout.origin }],
        hint,
      };
    }
    if (!fallsThrough(service)) continue;
    yield {
      message: `requests that no rule of service "${service.name}" takes go to all versions alike ${rest}`,
      origin: rollout.origin,
      related: [{ message: `service "${service.name}" is declared`, origin: service.origin }],
      hint: `add a rule behind the others: ${hint}`,
    };
  }
});

function othersOf({ owner, stable, canary }: RolloutArms): readonly string[] {
  return owner.versions.map(({ name }) => name).filter((name) => name !== stable && name !== canary);
}

/** Whether there is a port on which no rule takes every request. */
function fallsThrough({ ports, routes }: Service): boolean {
  return ports.some(
    ({ name }) =>
      !routes.some(
        (route) =>
          (route.port === undefined || route.port === name) && (route.kind === 'tcp' || isUnconditional(route.match)),
      ),
  );
}
