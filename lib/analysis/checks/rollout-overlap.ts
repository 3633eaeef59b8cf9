import { defineCheck } from '../define-check.js';
import { rolledOutServices } from '../../ir/rollout/rolled-out-services.js';

/**
 * Finds services that are in two rollouts, or in one twice: two weights for one service cannot both hold.
 */
export const rolloutOverlap = defineCheck('rollout-overlap', function* ({ ir }) {
  const first = new Map<string, (typeof ir.rollouts)[number]>();
  for (const rollout of ir.rollouts) {
    for (const service of rolledOutServices(rollout.subject)) {
      const other = first.get(service);
      if (other === undefined) {
        first.set(service, rollout);
        continue;
      }
      yield {
        message:
          other === rollout
            ? `rollout "${rollout.name}" names service "${service}" twice`
            : `rollout "${rollout.name}" rolls out service "${service}", and so does "${other.name}"`,
        origin: rollout.origin,
        ...(other === rollout
          ? {}
          : { related: [{ message: `rollout "${other.name}" is declared`, origin: other.origin }] }),
        hint: 'a service is in one rollout at a time: take one of them out until the other has ended',
      };
    }
  }
});
