import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { LocalInstance } from '../../targets/envoy/environment.js';

/** Who a request came from or went to. */
export interface Party {
  /** Service, external service or gateway. */
  readonly owner: string;
  readonly version?: string;
}

/**
 * Says what the names and addresses in access logs mean. It forgets nothing: lines about what has gone may come late.
 */
export interface AddressBook {
  /** Learns the names of a mesh and the addresses of its instances. */
  readonly learn: (mesh: EffectiveMesh, instances: Iterable<readonly [name: string, ports: LocalInstance]>) => void;
  readonly instance: (name: string) => Party | undefined;
  /** Undefined for what it does not know, and for nothing. */
  readonly endpoint: (address: string | undefined) => Party | undefined;
  readonly cluster: (name: string | undefined) => Party | undefined;
  /** The route of connections to a cluster, which access logs of connections do not name. */
  readonly tcpRoute: (cluster: string) => string | undefined;
}

/** Makes an empty address book. */
export function createAddressBook(): AddressBook {
  const byInstance = new Map<string, Party>();
  const byEndpoint = new Map<string, Party>();
  const byCluster = new Map<string, Party>();
  const tcpRouteByCluster = new Map<string, string>();
  return {
    learn(mesh, instances) {
      for (const [name, { owner, version, inboundPorts }] of instances) {
        const party = { owner, ...(version === undefined ? {} : { version }) };
        byInstance.set(name, party);
        for (const port of Object.values(inboundPorts)) byEndpoint.set(`127.0.0.1:${String(port)}`, party);
      }
      for (const proxy of mesh.proxies) {
        for (const { name, backend } of proxy.destinations) {
          const owner = backend.service.name;
          byCluster.set(name, backend.kind === 'version' ? { owner, version: backend.version } : { owner });
        }
        for (const port of proxy.kind === 'service' ? proxy.outbound : []) {
          if (port.kind !== 'tcp') continue;
          for (const { destination } of port.route.destinations) tcpRouteByCluster.set(destination, port.route.name);
        }
      }
    },
    instance: (name) => byInstance.get(name),
    endpoint: (address = '') => byEndpoint.get(address),
    cluster: (name = '') => byCluster.get(name),
    tcpRoute: (cluster) => tcpRouteByCluster.get(cluster),
  };
}
