import type { EffectiveDestination, EffectiveMesh, EffectiveProxy } from '../../ir/effective-mesh.js';

/** A destination and the first proxy, in the order of the mesh, that has it. */
export interface DestinationSite {
  readonly proxy: EffectiveProxy;
  readonly destination: EffectiveDestination;
}

/**
 * Lists every destination once, however many proxies share it; in the order of proxies.
 */
export function destinationSites(mesh: EffectiveMesh): readonly DestinationSite[] {
  const seen = new WeakSet<EffectiveDestination>();
  const sites: DestinationSite[] = [];
  for (const proxy of mesh.proxies) {
    for (const destination of proxy.destinations) {
      if (seen.has(destination)) continue;
      seen.add(destination);
      sites.push({ proxy, destination });
    }
  }
  return sites;
}
