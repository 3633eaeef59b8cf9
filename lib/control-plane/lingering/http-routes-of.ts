import type { EffectiveHttpRoute, EffectiveMesh } from '../../ir/effective-mesh.js';

/** All HTTP routes of all callers and gateways of a mesh. */
export function httpRoutesOf(mesh: EffectiveMesh): readonly EffectiveHttpRoute[] {
  return mesh.proxies.flatMap((proxy) =>
    proxy.kind === 'gateway'
      ? proxy.ports.flatMap(({ virtualHosts }) => virtualHosts.flatMap(({ routes }) => routes))
      : proxy.outbound.flatMap((port) => (port.kind === 'http' ? port.routes : [])),
  );
}
