import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { CoverageItem } from './coverage-item.js';
import { edgeName } from './edge-name.js';
import { policyName } from './policy-name.js';

/** Everything of a mesh that tests can exercise: all that the program declares, and no default. Each item once. */
export function meshItems({ mesh, origins }: SimulatedMesh): readonly CoverageItem[] {
  const { ir } = mesh;
  const items = new Map<string, CoverageItem>();
  const add = (kind: CoverageItem['kind'], name: string, origin: Origin): void => {
    items.set(`${kind} ${name}`, { kind, name, mesh: ir.name, place: placeOf(origin) });
  };
  for (const owner of [...ir.services, ...ir.gateways])
    for (const route of owner.routes) add('route', `${owner.name}/${route.name}`, route.origin);
  for (const service of ir.services)
    for (const { callee, origin } of service.calls) add('edge', edgeName(service.name, callee.name), origin);
  for (const proxy of mesh.proxies) {
    if (proxy.kind !== 'gateway') continue;
    for (const { backend } of proxy.destinations)
      add('edge', edgeName(proxy.name, backend.service.name), proxy.gateway.origin);
  }
  for (const table of origins.values()) {
    for (const [key, origin] of Object.entries(table)) {
      const name = policyName(key, origin);
      if (name !== undefined) add('policy', name, origin);
    }
  }
  return [...items.values()];
}

function placeOf({ source }: Origin): string | undefined {
  return source === undefined ? undefined : `${source.file}:${source.line}:${source.column}`;
}
