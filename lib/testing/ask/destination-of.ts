import type { EffectiveDestination, EffectiveMesh } from '../../ir/effective-mesh.js';

/** The destination that a cluster of a proxy stands for; undefined for clusters of the proxy's own, as of its pod. */
export function destinationOf(mesh: EffectiveMesh, proxy: string, cluster: string): EffectiveDestination | undefined {
  const { destinations = [] } = mesh.proxies.find(({ name }) => name === proxy) ?? {};
  // An external service has a cluster for each further host: the destination's name, and the host behind it.
  return destinations.find(
    ({ name, backend }) => cluster === name || (backend.kind === 'external-service' && cluster.startsWith(`${name}/`)),
  );
}
