import type { Construct } from 'constructs';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { RolloutSubject, ServiceArms } from '../../lib/ir/rollout/rollout.js';
import { sortBy } from '../../lib/util/sort-by.js';
import { lowerDestinationPolicies, type DestinationPolicyProps } from '../policies/destination-policies.js';
import type { Mesh } from '../mesh.js';
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

/** Another configuration of the mesh. */
export interface ConfigurationProps {
  /**
   * Declares the mesh once more in a scope of its own, with other rules or policies: for the same services and versions, gateways, calls and
   * ports. Its settings for Kubernetes count for nothing.
   */
  readonly configuration: (scope: Construct) => Mesh;
}

/**
 * What is rolled out: a version of one service, versions of several as one release, policies of a service, or another configuration of the
 * mesh.
 */
export type RolloutSubjectProps<Of extends ServiceReference, Others extends readonly ServiceReference[]> =
  | (ArmsProps<Of> & { readonly release?: never; readonly policyOf?: never; readonly configuration?: never })
  | {
      readonly release: { readonly [Index in keyof Others]: ArmsProps<Others[Index]> };
      readonly policyOf?: never;
      readonly configuration?: never;
    }
  | (PolicyChangeProps & {
      readonly release?: never;
      readonly of?: never;
      readonly from?: never;
      readonly configuration?: never;
    })
  | (ConfigurationProps & {
      readonly release?: never;
      readonly of?: never;
      readonly from?: never;
      readonly to?: never;
      readonly policyOf?: never;
    });

type AnySubject = RolloutSubjectProps<ServiceReference, readonly ServiceReference[]>;

/** The services that a rollout names. */
export function servicesOfSubject(props: AnySubject): readonly ServiceReference[] {
  if (props.configuration !== undefined) return [];
  return props.policyOf === undefined ? armsOf(props).map(({ of }) => of) : [props.policyOf];
}

/** Reads what is rolled out, but for a configuration, which is read beside the mesh. */
export function lowerRolloutSubject(props: Exclude<AnySubject, ConfigurationProps>, origin: Origin): RolloutSubject {
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

function armsOf(
  props: Exclude<AnySubject, PolicyChangeProps | ConfigurationProps>,
): readonly ArmsProps<ServiceReference>[] {
  return props.release ?? [props];
}
