import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileKubernetes } from '../../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import { createJsonTextCache } from '../../lib/envoy-resources/json-text-cache.js';
import { proxyFiles } from '../../lib/envoy-resources/proxy-files.js';
import { generateMesh } from './generate-mesh.js';

/** What one size costs. Times in ms of wall clock, memory of the whole process at its peak. */
export interface Measurement {
  readonly size: number;
  readonly declareMs: number;
  readonly lowerMs: number;
  readonly checkAndExpandMs: number;
  readonly emitMs: number;
  readonly compileMs: number;
  readonly compilePeakMiB: number;
  readonly bytesPerProxy: number;
}

/** The same with cdk8s writing the manifests as YAML. */
export interface SynthesisMeasurement {
  readonly synthesisMs: number;
  readonly synthesisPeakMiB: number;
}

// A process of its own for each: memory and JIT of one must not help or hurt the next.
const [mode, size = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(mode === 'compile' ? compile(Number(size)) : synthesize(Number(size))));

function compile(services: number): Measurement {
  const t0 = performance.now();
  const { mesh } = generateMesh(services, tmpdir());
  const t1 = performance.now();
  const ir = mesh.toIr();
  const t2 = performance.now();
  const compiled = compileMesh(ir);
  const t3 = performance.now();
  if (compiled.mesh === undefined) throw new Error(JSON.stringify(compiled.diagnostics.slice(0, 3)));
  const output = compileKubernetes(compiled.mesh, {});
  const t4 = performance.now();
  const compilePeakMiB = peakMiB();
  const texts = createJsonTextCache('compact'); // as they stand in ConfigMaps
  let bytes = 0;
  for (const proxy of output.proxies) for (const text of proxyFiles(proxy, texts).values()) bytes += text.length;
  return {
    size: services,
    declareMs: t1 - t0,
    lowerMs: t2 - t1,
    checkAndExpandMs: t3 - t2,
    emitMs: t4 - t3,
    compileMs: t4 - t0,
    compilePeakMiB,
    bytesPerProxy: bytes / output.proxies.length,
  };
}

function synthesize(services: number): SynthesisMeasurement {
  const outdir = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
  const start = performance.now();
  generateMesh(services, outdir).app.synth();
  const synthesisMs = performance.now() - start;
  rmSync(outdir, { recursive: true });
  return { synthesisMs, synthesisPeakMiB: peakMiB() };
}

function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}
