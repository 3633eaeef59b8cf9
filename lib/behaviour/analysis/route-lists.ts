import type { EffectiveHttpRoute, EffectiveProxy } from '../../ir/effective-mesh.js';

/** The lists of HTTP routes that a proxy goes through for requests on their way out, in its order. */
export function routeLists(proxy: EffectiveProxy): readonly (readonly EffectiveHttpRoute[])[] {
  if (proxy.kind === 'gateway')
    return proxy.ports.flatMap(({ virtualHosts }) => virtualHosts.map(({ routes }) => routes));
  return proxy.outbound.flatMap((port) => (port.kind === 'http' ? [port.routes] : []));
}
