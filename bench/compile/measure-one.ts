import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKubernetes } from '../../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import { createJsonTextCache } from '../../lib/envoy-resources/json-text-cache.js';
import { proxyFiles } from '../../lib/envoy-resources/proxy-files.js';
import { generateMesh } from './generate-mesh.js';

/** What one size costs. Times in ms of wall clock, each stage after the one before it in one process. */
export interface Measurement {
  readonly size: number;
  readonly declareMs: number;
  readonly lowerMs: number;
  readonly checkAndExpandMs: number;
  readonly emitMs: number;
  readonly writeManifestsMs: number;
  readonly totalMs: number;
  readonly peakMemoryMiB: number;
  readonly bytesPerProxy: number;
  readonly proxies: number;
}

// A process of its own for each size: memory and JIT of one must not help or hurt the next.
process.stdout.write(JSON.stringify(measure(Number(process.argv[2]))));

function measure(size: number): Measurement {
  const outdir = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
  const start = performance.now();
  const { app, mesh } = generateMesh(size, outdir);
  const declared = performance.now();
  app.synth();
  const written = performance.now();
  // The stages once more by themselves, to see where the time goes; not part of the total.
  mesh.elementChanged();
  const stages = stagesOf(mesh);
  rmSync(outdir, { recursive: true });
  return {
    size,
    declareMs: declared - start,
    writeManifestsMs: written - declared - stages.sum,
    totalMs: written - start,
    ...stages.times,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
    bytesPerProxy: stages.bytes / stages.proxies,
    proxies: stages.proxies,
  };
}

function stagesOf(mesh: ReturnType<typeof generateMesh>['mesh']) {
  const t0 = performance.now();
  const ir = mesh.toIr();
  const t1 = performance.now();
  const compiled = compileMesh(ir);
  const t2 = performance.now();
  if (compiled.mesh === undefined) throw new Error(JSON.stringify(compiled.diagnostics.slice(0, 3)));
  const output = compileKubernetes(compiled.mesh, {});
  const t3 = performance.now();
  let bytes = 0;
  const texts = createJsonTextCache('compact'); // as they stand in ConfigMaps
  for (const proxy of output.proxies) for (const text of proxyFiles(proxy, texts).values()) bytes += text.length;
  return {
    bytes,
    proxies: output.proxies.length,
    sum: t3 - t0,
    times: { lowerMs: t1 - t0, checkAndExpandMs: t2 - t1, emitMs: t3 - t2 },
  };
}
