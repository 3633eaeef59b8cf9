import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runChecks } from '../../lib/analysis/run-checks.js';
import { compileKubernetes } from '../../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import { arbitraryMesh } from '../support/arbitrary-mesh.js';

it('what the checks let through, the passes and targets can compile to what Envoy takes', () => {
  let compiled = 0;
  fc.assert(
    fc.property(arbitraryMesh, (ir) => {
      const { mesh } = compileMesh(ir);
      if (mesh === undefined) return;
      compiled += 1;
      const { diagnostics } = compileKubernetes(mesh, {});
      expect(diagnostics.filter(({ slug }) => slug === 'envoy-resource-invalid')).toEqual([]);
    }),
    { numRuns: 1500 },
  );
  expect(compiled).toBeGreaterThan(10); // else the property says little
});

it('gives the same diagnostics in the same order each time', () => {
  fc.assert(
    fc.property(arbitraryMesh, (ir) => {
      expect(runChecks(ir)).toEqual(runChecks(ir));
    }),
    { numRuns: 300 },
  );
});
