import type { EffectiveDestination, EffectiveMesh, EffectiveProxy } from '../../ir/effective-mesh.js';
import type { EndpointTarget } from './endpoint-target.js';

/** The clusters of a mesh that find their endpoints in the registry, by name. */
export function endpointTargets(mesh: EffectiveMesh): ReadonlyMap<string, EndpointTarget> {
  const targets = new Map<string, EndpointTarget>();
  for (const { name, backend, port } of mesh.proxies.flatMap(destinationsOf)) {
    if (backend.kind === 'external-service') continue;
    targets.set(name, {
      cluster: name,
      service: backend.service.name,
      ...(backend.kind === 'version' ? { version: backend.version } : {}),
      port: port.name,
    });
  }
  return targets;
}

function destinationsOf(proxy: EffectiveProxy): readonly EffectiveDestination[] {
  return proxy.kind === 'service' ? [...proxy.destinations, ...proxy.unusedDestinations] : proxy.destinations;
}
