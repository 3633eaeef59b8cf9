import type { EffectiveHttpRoute, EffectiveMesh } from '../../ir/effective-mesh.js';

/**
 * The longest time that a fault holds requests back after their route was chosen, in ms; 0 without faults. A route's
 * destination has to stay for so long after the route itself has gone.
 */
export function longestDelay(mesh: EffectiveMesh): number {
  return Math.max(0, ...routesOf(mesh).map(({ fault }) => fault?.delay?.durationMs ?? 0));
}

function routesOf(mesh: EffectiveMesh): readonly EffectiveHttpRoute[] {
  return mesh.proxies.flatMap((proxy) =>
    proxy.kind === 'gateway'
      ? proxy.ports.flatMap(({ virtualHosts }) => virtualHosts.flatMap(({ routes }) => routes))
      : proxy.outbound.flatMap((port) => (port.kind === 'http' ? port.routes : [])),
  );
}
