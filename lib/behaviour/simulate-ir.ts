import { compileMesh } from '../compiler/compile-mesh.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/has-errors.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import { emitEnvoy } from '../targets/envoy/emit-envoy.js';
import { configDirectory } from '../targets/kubernetes/kubernetes-options.js';
import { simulateMesh } from './simulate-mesh.js';
import type { SimulatedMesh } from './simulated-mesh.js';

/** A mesh that can be asked, or the diagnostics that say why there is none: what does not compile is never simulated. */
export interface SimulatedIr {
  /** Absent when there are errors. */
  readonly simulated?: SimulatedMesh;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a declared mesh, as for Kubernetes, so that it can be asked what it does. Reports what the compiler reports. */
export function simulateIr(ir: MeshIr): SimulatedIr {
  const { mesh, diagnostics } = compileMesh(ir);
  if (mesh === undefined || hasErrors(diagnostics)) return { diagnostics };
  const envoy = emitEnvoy(mesh, { kind: 'kubernetes', configDirectory });
  const all = [...diagnostics, ...envoy.diagnostics];
  return hasErrors(all) ? { diagnostics: all } : { simulated: simulateMesh(mesh, envoy.proxies), diagnostics: all };
}
