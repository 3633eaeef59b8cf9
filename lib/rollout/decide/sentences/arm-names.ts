import type { RolloutPlan } from '../../plan/rollout-plan.js';

/** What people call the two sides. */
export interface ArmNames {
  readonly canary: string;
  readonly stable: string;
}

/** Names the sides of a rollout: `checkout/v2` and `v1`, or by the rollout's name where several services move together. */
export function armNames({ name, subject }: RolloutPlan): ArmNames {
  switch (subject.kind) {
    case 'versions': {
      const [first, second] = subject.services;
      if (first === undefined || second !== undefined) return { canary: name, stable: 'the stable side' };
      return { canary: `${first.service}/${first.canary}`, stable: first.stable };
    }
    case 'policy':
      return {
        canary: `the new ${Object.keys(subject.policies).sort().join(' and ')} of ${subject.service}`,
        stable: `the present policies of ${subject.service}`,
      };
    case 'configuration':
      return { canary: `configuration "${name}"`, stable: 'the present configuration' };
  }
}
