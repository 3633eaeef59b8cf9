import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { PortProtocol } from '../../ir/port.js';
import { spiffeId } from '../../ir/spiffe-id.js';
import { compareText } from '../../util/compare-text.js';
import type { NodeId } from '../../xds/node-id.js';

/** Whom a cluster leads to. */
export interface CalleeIdentity {
  readonly spiffeId: string;
  /** DNS name of the service in its cluster. */
  readonly serverName: string;
  readonly protocol: PortProtocol;
}

/** Who is who in a mesh, and who calls whom. */
export interface MeshIdentities {
  readonly trustDomain: string;
  /** Whom the nodes of a group are; undefined for a group that the mesh does not have. */
  readonly ofGroup: (group: Pick<NodeId, 'kind' | 'owner'>) => string | undefined;
  /** Who has routes to a service: what the rules of one callee hand on to another counts for the first caller. Sorted. */
  readonly callersOf: (service: string) => readonly string[];
  /** Undefined for clusters that lead out of the mesh, or to the proxy's own workload. */
  readonly calleeOf: (cluster: string) => CalleeIdentity | undefined;
}

/** Reads the identities of a mesh from its service accounts and its call graph. */
export function meshIdentities(mesh: EffectiveMesh): MeshIdentities {
  const { ir } = mesh;
  const { trustDomain } = ir;
  const idOf = ({ serviceAccount }: { readonly serviceAccount: string }): string => spiffeId(ir, serviceAccount);
  const services = new Map(ir.services.map((service) => [service.name, idOf(service)]));
  const gateways = new Map(ir.gateways.map((gateway) => [gateway.name, idOf(gateway)]));
  const callers = new Map<string, Set<string>>();
  const callees = new Map<string, CalleeIdentity>();
  for (const proxy of mesh.proxies) {
    const caller = idOf(proxy.kind === 'gateway' ? proxy.gateway : proxy.service);
    for (const { name, backend, protocol } of proxy.destinations) {
      if (backend.kind === 'external-service') continue;
      const { service } = backend;
      callers.set(service.name, (callers.get(service.name) ?? new Set()).add(caller));
      const serverName = `${service.name}.${ir.namespace}.svc.${ir.clusterDomain}`;
      callees.set(name, { spiffeId: idOf(service), serverName, protocol });
    }
  }
  return {
    trustDomain,
    ofGroup: ({ kind, owner }) => {
      if (kind === 'gateway') return gateways.get(owner);
      return services.get(kind === 'sidecar' ? owner.slice(0, owner.indexOf('/')) : owner);
    },
    callersOf: (service) => [...(callers.get(service) ?? [])].sort(compareText),
    calleeOf: (cluster) => callees.get(cluster),
  };
}
