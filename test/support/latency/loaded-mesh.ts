import type { EffectiveMesh } from '../../../lib/ir/effective-mesh.js';
import type { Call, Service } from '../../../lib/ir/service.js';
import type { Version } from '../../../lib/ir/version.js';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { sortBy } from '../../../lib/util/sort-by.js';
import { meshIr } from '../mesh-ir.js';

/** A version with one pod, which works on one request at a time for `serviceTimeMs` on average. */
export function pacedVersion(name: string, serviceTimeMs: number, parts: Partial<Version> = {}): Version {
  return meshIr.version(name, { performance: { serviceTimeMs, concurrency: 1 }, ...parts });
}

/** A service with one version v1 of that pace. */
export function pacedService(name: string, serviceTimeMs: number, parts: Partial<Service> = {}): Service {
  return meshIr.service(name, { versions: [pacedVersion('v1', serviceTimeMs)], ...parts });
}

/** A call, made so many times a request. */
export function loadedCall(name: string, requestsPerRequest = 1, parallelGroup?: string): Call {
  return meshIr.call(name, {
    load: { requestsPerRequest, ...(parallelGroup === undefined ? {} : { parallelGroup }) },
  });
}

/** A mesh behind the gateway `front`, whose only rule sends `requestsPerSecond` to the first of the services. */
export function loadedMesh(
  services: readonly [Service, ...Service[]],
  requestsPerSecond: number,
  parts: Partial<MeshIr> = {},
): EffectiveMesh {
  const rule = meshIr.httpRoute(
    'all',
    { kind: 'service', service: services[0].name },
    { objectives: { requestsPerSecond } },
  );
  return compiled({
    services: sortBy(services, ({ name }) => name),
    gateways: [meshIr.gateway('front', { routes: [rule] })],
    ...parts,
  });
}

/** What the compiler makes of a mesh that has no errors. */
export function compiled(parts: Partial<MeshIr>): EffectiveMesh {
  const { mesh, diagnostics } = compileMesh(meshIr.mesh(parts));
  if (mesh === undefined) throw new Error(`the test's mesh has errors: ${JSON.stringify(diagnostics)}`);
  return mesh;
}
