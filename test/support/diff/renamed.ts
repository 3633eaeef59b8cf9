import type { Origin } from '../../../lib/diagnostics/origin.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { Route } from '../../../lib/ir/route.js';

/** The same mesh with other names for routes and ports, declared in another file: nothing that a request could tell. */
export function renamed(ir: MeshIr): MeshIr {
  const moved = JSON.parse(JSON.stringify(ir), (_, value: unknown) =>
    isOrigin(value) ? elsewhere(value) : value,
  ) as MeshIr;
  const routes = <T extends Route>(list: readonly T[]): readonly T[] =>
    list.map((route, index) => ({ ...withPorts(route), name: `rule-${index}` }));
  const ports = <T extends { readonly ports: readonly { readonly name: string }[] }>(owner: T): T => ({
    ...owner,
    ports: owner.ports.map((port) => ({ ...port, name: portName(port.name) })),
  });
  return {
    ...moved,
    services: moved.services.map((service) => ({ ...ports(service), routes: routes(service.routes) })),
    gateways: moved.gateways.map((gateway) => ({ ...ports(gateway), routes: routes(gateway.routes) })),
    externalServices: moved.externalServices.map(ports),
  };
}

function portName(name: string): string {
  return `x-${name}`;
}

/** Names of ports stand in routes and in their destinations, always as `port`. */
function withPorts<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key: string, each: unknown) =>
    key === 'port' && typeof each === 'string' ? portName(each) : each,
  ) as T;
}

function isOrigin(value: unknown): value is Origin {
  return typeof value === 'object' && value !== null && 'constructPath' in value;
}

function elsewhere({ kind, constructPath }: Origin): Origin {
  return { kind, constructPath: `other/${constructPath}`, source: { file: 'other.ts', line: 9, column: 9 } };
}
