import type { EffectiveHttpRoute, EffectiveMesh, GatewayHostRoutes } from '../../ir/effective-mesh.js';

/** All HTTP routes of all callers and gateways of a mesh, those that a rollout of a configuration tries as well. */
export function httpRoutesOf(mesh: EffectiveMesh): readonly EffectiveHttpRoute[] {
  return mesh.proxies.flatMap((proxy) =>
    proxy.kind === 'gateway'
      ? proxy.ports.flatMap(({ virtualHosts }) => virtualHosts.flatMap(both))
      : proxy.outbound.flatMap((port) => (port.kind === 'http' ? both(port) : [])),
  );
}

function both({ routes, variant }: Pick<GatewayHostRoutes, 'routes' | 'variant'>): readonly EffectiveHttpRoute[] {
  return variant === undefined ? routes : [...routes, ...variant.routes];
}
