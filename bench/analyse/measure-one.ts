import { tmpdir } from 'node:os';
import { runBehaviourChecks } from '../../lib/behaviour/analysis/run-behaviour-checks.js';
import { diffMeshes } from '../../lib/behaviour/diff/diff-meshes.js';
import { simulateMesh } from '../../lib/behaviour/simulate-mesh.js';
import type { SimulatedMesh } from '../../lib/behaviour/simulated-mesh.js';
import { compileKubernetes } from '../../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { generateMesh } from '../compile/generate-mesh.js';

/** What analysing a mesh of one size costs. Times in ms of wall clock, memory of the whole process at its peak. */
export interface AnalysisMeasurement {
  readonly size: number;
  /** Everything that `check` does with a declared mesh: compile it, with all checks. */
  readonly checkMs: number;
  /** Of that the checks of behaviour. */
  readonly behaviourMs: number;
  readonly checkPeakMiB: number;
  /** Comparing it with a revision that has one other timeout; the second compile is not counted. */
  readonly diffMs: number;
  readonly changes: number;
  /** The same where every route has another timeout. */
  readonly diffAllMs: number;
  readonly peakMiB: number;
}

// A process of its own for each: memory and JIT of one must not help or hurt the next.
process.stdout.write(JSON.stringify(analyse(Number(process.argv[2]))));

function analyse(size: number): AnalysisMeasurement {
  const ir = generateMesh(size, tmpdir()).mesh.toIr();
  const t0 = performance.now();
  const before = compile(ir);
  const t1 = performance.now();
  const findings = runBehaviourChecks(before);
  const t2 = performance.now();
  if (findings.length > 0) throw new Error(JSON.stringify(findings.slice(0, 3)));
  const checkPeakMiB = peakMiB();
  const after = compile(withOtherTimeout(ir, 1));
  const t3 = performance.now();
  const { changes } = diffMeshes(before, after);
  const t4 = performance.now();
  const other = compile(withOtherTimeout(ir, size));
  const t5 = performance.now();
  const all = diffMeshes(before, other).changes;
  const t6 = performance.now();
  if (all.length === 0) throw new Error('no changes where every route was changed');
  return {
    size,
    checkMs: t2 - t0,
    behaviourMs: t2 - t1,
    checkPeakMiB,
    diffMs: t4 - t3,
    changes: changes.length,
    diffAllMs: t6 - t5,
    peakMiB: peakMiB(),
  };
}

function compile(ir: MeshIr): SimulatedMesh {
  const { mesh, diagnostics } = compileMesh(ir);
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  return simulateMesh(mesh, compileKubernetes(mesh, {}).proxies);
}

/** The mesh with another timeout on the routes of its first services. */
function withOtherTimeout(ir: MeshIr, services: number): MeshIr {
  const changed = ir.services.map((service, index) => {
    if (index >= services) return service;
    const timeout = { origin: service.origin, requestMs: 7_000 };
    const routes = service.routes.map((route) =>
      route.kind === 'http' ? { ...route, policies: { ...route.policies, timeout } } : route,
    );
    return { ...service, routes };
  });
  return { ...ir, services: changed };
}

function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}
