import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { HttpRoute } from '../../../lib/ir/route.js';
import type { Service } from '../../../lib/ir/service.js';
import { meshIr } from '../mesh-ir.js';

/** A mesh in which `client` calls `echo` (port 9000, versions v1, v2, v3) by the given routes; what they do not take goes to v1. */
export function echoMesh(routes: readonly HttpRoute[] = [], echo: Partial<Service> = {}): MeshIr {
  const fallback = meshIr.httpRoute('fallback', { kind: 'version', service: 'echo', version: 'v1' });
  return meshIr.mesh({
    services: [
      meshIr.service('client', { calls: [meshIr.call('echo')] }),
      meshIr.service('echo', {
        ports: [meshIr.port('grpc', 9000, 'grpc')],
        versions: ['v1', 'v2', 'v3'].map((version) => meshIr.version(version)),
        routes: [...routes, fallback],
        ...echo,
      }),
    ],
  });
}

/** A route that sends to versions of `echo` by weight; weights sum to 100. */
export function splitEcho(weights: Readonly<Record<string, number>>, parts: Partial<HttpRoute> = {}): HttpRoute {
  return meshIr.httpRoute(
    'split',
    {
      kind: 'forward',
      destinations: Object.entries(weights).map(([version, weight]) => ({
        destination: { kind: 'version', service: 'echo', version },
        weight,
      })),
    },
    parts,
  );
}
