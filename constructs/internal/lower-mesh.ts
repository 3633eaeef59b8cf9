import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import { irVersion, type MeshIr } from '../../lib/ir/mesh-ir.js';
import { sortBy } from '../../lib/util/sort-by.js';
import { ExternalService } from '../external-service.js';
import { Gateway } from '../gateway.js';
import type { MeshProps } from '../mesh.js';
import { lowerDestinationPolicies } from '../policies/destination-policies.js';
import { Service } from '../service.js';
import type { MeshScope } from './mesh-of.js';

/** A mesh without what is said about it. */
export type DeclaredMesh = Omit<MeshIr, 'rollouts' | 'suppressions'>;

/** Reads what stands in a mesh, but for rollouts. */
export function lowerMesh(
  mesh: MeshScope & { readonly origin: Origin },
  props: MeshProps,
  diagnostics: Diagnostic[],
): DeclaredMesh {
  const { node, origin } = mesh;
  const elements = node.findAll();
  const services = elements.filter((element): element is Service => element instanceof Service);
  const gateways = elements.filter((element): element is Gateway => element instanceof Gateway);
  const externalServices = elements.filter((element): element is ExternalService => element instanceof ExternalService);
  return {
    irVersion,
    name: node.id,
    namespace: props.namespace ?? node.id,
    trustDomain: props.trustDomain ?? 'cluster.local',
    clusterDomain: props.clusterDomain ?? 'cluster.local',
    origin,
    policies: lowerDestinationPolicies(props, origin),
    services: sortBy(
      services.map((service) => service.lower(diagnostics)),
      ({ name }) => name,
    ),
    gateways: sortBy(
      gateways.map((gateway) => gateway.lower(diagnostics)),
      ({ name }) => name,
    ),
    externalServices: sortBy(
      externalServices.map((service) => service.lower()),
      ({ name }) => name,
    ),
  };
}
