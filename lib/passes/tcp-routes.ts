import type { Origin } from '../diagnostics/origin.js';
import type { Port } from '../ir/port.js';
import type { Service } from '../ir/service.js';
import type { WeightedLeaf } from './decision-list.js';
import { wholeService, type MeshIndex } from './mesh-index.js';

/** How the connections to a service's TCP port are divided. */
export interface TcpDecision {
  readonly name: string;
  readonly origin: Origin;
  readonly leaves: readonly WeightedLeaf[];
}

/** The decision of a service on a TCP port: its first route there, else all versions alike. */
export function tcpDecision(index: MeshIndex, service: Service, port: Port): TcpDecision {
  const [route] = index.routesOn(service, port);
  if (route?.kind !== 'tcp') {
    return {
      name: `${service.name}/${port.name}/default`,
      origin: { kind: 'default', constructPath: service.origin.constructPath },
      leaves: [{ leaf: { backend: wholeService(service), port }, weight: 100 }],
    };
  }
  return {
    name: `${service.name}/${port.name}/${route.name}`,
    origin: route.origin,
    leaves: route.destinations.map(({ destination, weight }) => ({ leaf: index.leaf(destination), weight })),
  };
}
