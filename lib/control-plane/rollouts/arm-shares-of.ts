import type { Exposure } from '../../rollout/decide/exposure.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { ArmShare } from './arm-share.js';

/** What a rollout's exposure is for each of its services: entries of a map by service. Empty where no service's versions are rolled out. */
export function armSharesOf(
  { name, subject }: Pick<RolloutPlan, 'name' | 'subject'>,
  { weight, mirror, audience }: Exposure,
): readonly (readonly [service: string, share: ArmShare])[] {
  if (subject.kind !== 'versions') return [];
  return subject.services.map(({ service, stable, canary }) => [
    service,
    { rollout: name, stable, canary, share: weight, mirror, audience },
  ]);
}
