import type { Exposure } from '../../rollout/decide/exposure.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { ArmShare } from './arm-share.js';

/** What a rollout's exposure is for each of its services: entries of a map by service. */
export function armSharesOf(
  { name, subject, revision }: Pick<RolloutPlan, 'name' | 'subject' | 'revision'>,
  { weight, mirror, audience }: Exposure,
): readonly (readonly [service: string, share: ArmShare])[] {
  const common = { rollout: name, share: weight, mirror, audience };
  switch (subject.kind) {
    case 'versions':
      return subject.services.map(({ service, stable, canary }) => [service, { ...common, stable, canary }]);
    case 'policy':
      return [[subject.service, { ...common, revision }]];
    case 'configuration':
      return subject.services.map((service) => [service, { ...common, revision }]);
  }
}
