import type { Origin } from '../../lib/diagnostics/origin.js';
import type { RolloutSubject, ServiceArms } from '../../lib/ir/rollout/rollout.js';
import { sortBy } from '../../lib/util/sort-by.js';
import { lowerDestinationPolicies, type DestinationPolicyProps } from '../policies/destination-policies.js';
import type { ServiceReference } from '../references.js';

/** Names of the versions of a service. */
type VersionsOf<Of> = Of extends ServiceReference<string, infer VersionName> ? VersionName : never;

/** A service and the two versions of it that are compared. */
export interface ArmsProps<Of extends ServiceReference> {
  /** The service. */
  readonly of: Of;
  /** The stable version: it serves everybody until the rollout is promoted. */
  readonly from: NoInfer<VersionsOf<Of>>;
  /** The canary: the version that is to take over. */
  readonly to: NoInfer<VersionsOf<Of>>;
}

/** A service and other policies for it. */
export interface PolicyChangeProps {
  /** The service. */
  readonly policyOf: ServiceReference;
  /** What changes: it adds to the service's own policies, field by field, and is under those of versions, calls and rules. */
  readonly to: DestinationPolicyProps;
}

/** What is rolled out: a version of one service, versions of several as one release, or policies of a service. */
export type RolloutSubjectProps<Of extends ServiceReference, Others extends readonly ServiceReference[]> =
  | (ArmsProps<Of> & { readonly release?: never; readonly policyOf?: never })
  | { readonly release: { readonly [Index in keyof Others]: ArmsProps<Others[Index]> }; readonly policyOf?: never }
  | (PolicyChangeProps & { readonly release?: never; readonly of?: never; readonly from?: never });

type AnySubject = RolloutSubjectProps<ServiceReference, readonly ServiceReference[]>;

/** The services that a rollout names. */
export function servicesOfSubject(props: AnySubject): readonly ServiceReference[] {
  return props.policyOf === undefined ? armsOf(props).map(({ of }) => of) : [props.policyOf];
}

/** Reads what is rolled out. */
export function lowerRolloutSubject(props: AnySubject, origin: Origin): RolloutSubject {
  if (props.policyOf !== undefined) {
    return { kind: 'policy', service: props.policyOf.name, policies: lowerDestinationPolicies(props.to, origin) };
  }
  const services = armsOf(props).map(({ of, from, to }): ServiceArms => ({
    service: of.name,
    stable: from,
    canary: to,
  }));
  return { kind: 'versions', services: sortBy(services, ({ service }) => service) };
}

function armsOf(props: Exclude<AnySubject, PolicyChangeProps>): readonly ArmsProps<ServiceReference>[] {
  return props.release ?? [props];
}
