import type { Origin } from '../../diagnostics/origin.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { DestinationPolicies } from '../../ir/policies/policies.js';

/** A policy of any kind. */
interface AnyPolicy {
  readonly origin: Origin;
}

/**
 * Says what a policy becomes; undefined deletes it.
 *
 * @param index place of its scope in `visitPolicies`
 */
export type PolicyEdit = <Policy extends AnyPolicy>(index: number, kind: string, policy: Policy) => Policy | undefined;

/** A mesh with other policies, the scopes counted as `visitPolicies` walks them. Those of routes stay. */
export function editPolicies(ir: MeshIr, edit: PolicyEdit): MeshIr {
  let next = 0;
  const edited = (policies: DestinationPolicies): DestinationPolicies => {
    const index = next++;
    const entries = Object.entries(policies).flatMap(([kind, policy]): [string, AnyPolicy][] => {
      const changed = edit(index, kind, policy);
      return changed === undefined ? [] : [[kind, changed]];
    });
    return Object.fromEntries(entries); // each kind has kept its type
  };
  const policies = edited(ir.policies);
  const services = ir.services.map((service) => ({
    ...service,
    policies: edited(service.policies),
    versions: service.versions.map((version) => ({ ...version, policies: edited(version.policies) })),
    calls: service.calls.map((call) => ({ ...call, policies: edited(call.policies) })),
  }));
  const gateways = ir.gateways.map((gateway) => ({ ...gateway, policies: edited(gateway.policies) }));
  const externalServices = ir.externalServices.map((service) => ({ ...service, policies: edited(service.policies) }));
  return { ...ir, policies, services, gateways, externalServices };
}
