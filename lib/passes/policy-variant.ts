import type { DestinationPolicies } from '../ir/policies/policies.js';
import type { Rollout } from '../ir/rollout/rollout.js';
import { variantRevision } from '../ir/rollout/variant-revision.js';

/** Other policies of a service, which a rollout takes to a share of its requests. */
export interface PolicyVariant {
  /** Name of the rollout. */
  readonly rollout: string;
  /** Names the policies by their content. */
  readonly revision: string;
  /** Name of the service. */
  readonly service: string;
  /** They add to those that the service has, field by field. */
  readonly policies: DestinationPolicies;
}

/** The variants of a mesh, by service. Trusts that the checks found each service in one rollout at most. */
export function policyVariants(rollouts: readonly Rollout[]): ReadonlyMap<string, PolicyVariant> {
  return new Map(
    rollouts.flatMap(({ name, subject }): [string, PolicyVariant][] =>
      subject.kind === 'policy'
        ? [
            [
              subject.service,
              {
                rollout: name,
                revision: variantRevision(subject),
                service: subject.service,
                policies: subject.policies,
              },
            ],
          ]
        : [],
    ),
  );
}
