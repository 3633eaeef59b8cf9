import { meshEndpoints } from '../../lib/local-runtime/envoy/mesh-endpoints.js';
import type { EffectiveMesh } from '../../lib/ir/effective-mesh.js';
import { emitEnvoy, type EnvoyOutput } from '../../lib/targets/envoy/emit-envoy.js';
import type { LocalEnvironment } from '../../lib/targets/envoy/environment.js';

/** The proxies of a mesh on one machine, with the endpoints that `meshwright up` serves them. */
export function emitLocal(mesh: EffectiveMesh, environment: LocalEnvironment): EnvoyOutput {
  const { proxies, diagnostics } = emitEnvoy(mesh, environment);
  const withEndpoints = meshEndpoints(mesh, environment.instances);
  return {
    proxies: proxies.map((config) => ({ ...config, resources: withEndpoints(config.resources) })),
    diagnostics,
  };
}
