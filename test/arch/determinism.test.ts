import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, YamlOutputType } from 'cdk8s';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Mesh } from '../../constructs/index.js';
import { declareShuffled, meshPlans, type MeshPlan } from '../support/shuffled-mesh.js';
import { readTree } from '../support/read-tree.js';

/** Everything that a program leaves: manifests, `ir.json`, `origins.json`, Envoy files; or its diagnostics. */
function output(plan: MeshPlan, seed: number): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-shuffled-'));
  const before = process.env['MESHWRIGHT_OUT'];
  process.env['MESHWRIGHT_OUT'] = join(folder, 'meshes');
  try {
    const app = new App({ outdir: join(folder, 'manifests'), yamlOutputType: YamlOutputType.FILE_PER_CHART });
    const mesh = new Mesh(app, 'shop');
    declareShuffled(mesh, plan, seed);
    if (mesh.diagnostics().every(({ severity }) => severity !== 'error')) app.synth();
    return readTree(folder);
  } finally {
    if (before === undefined) delete process.env['MESHWRIGHT_OUT'];
    else process.env['MESHWRIGHT_OUT'] = before;
    rmSync(folder, { recursive: true });
  }
}

it('gives the same bytes in whatever order a program declares the same mesh', () => {
  const seen = { sound: 0, faulty: 0 };
  const property = fc.property(meshPlans, fc.nat(), fc.nat(), (plan, one, other) => {
    const first = output(plan, one);
    seen[Object.keys(first).length > 1 ? 'sound' : 'faulty'] += 1;
    expect(output(plan, other)).toEqual(first);
  });
  fc.assert(property, { numRuns: 150 });
  // Both sorts came up, or the property says little.
  expect(seen.sound).toBeGreaterThan(20);
  expect(seen.faulty).toBeGreaterThan(20);
});
