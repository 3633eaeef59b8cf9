import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BehaviourDiff } from '../../../lib/behaviour/diff/behaviour-diff.js';
import { diffMeshes } from '../../../lib/behaviour/diff/diff-meshes.js';
import { simulateIr } from '../../../lib/behaviour/simulate-ir.js';
import type { SimulatedMesh } from '../../../lib/behaviour/simulated-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { arbitraryMesh } from '../../support/arbitrary-mesh.js';
import { anyRequest } from '../../support/diff/any-request.js';
import { observed } from '../../support/diff/observed.js';
import { plantedChanges, routePlaces, withRoute } from '../../support/diff/planted.js';
import { renamed } from '../../support/diff/renamed.js';

const requests = fc.array(anyRequest, { minLength: 10, maxLength: 10 });
const numRuns = 12;

/** Meshes that compile. */
const soundMesh = arbitraryMesh.filter((ir) => simulateIr(ir).simulated !== undefined);

/** A mesh that is ready to be asked; the property passes over those that do not compile any more. */
function simulated(ir: MeshIr): SimulatedMesh {
  const { simulated: mesh } = simulateIr(ir);
  fc.pre(mesh !== undefined);
  return mesh;
}

/** Every witness shows what its change claims: both meshes do something else with it. */
function expectWitnesses({ changes }: BehaviourDiff, before: SimulatedMesh, after: SimulatedMesh): void {
  for (const { witness, from } of changes.flatMap(({ classes }) => classes)) {
    if (witness === undefined) continue;
    for (const caller of from) {
      const request = { ...witness, from: caller };
      expect(observed(after, request)).not.toBe(observed(before, request));
    }
  }
}

test('finds nothing between a mesh and itself under other names, declared elsewhere', () => {
  fc.assert(
    fc.property(soundMesh, (ir) => {
      const mesh = simulated(ir);
      const other = simulateIr(renamed(ir)).simulated;
      if (other === undefined) throw new Error('a mesh that compiles does not under other names');
      expect(diffMeshes(mesh, other)).toEqual({ changes: [], undecided: [] });
    }),
    { numRuns },
  );
});

test.each(Object.entries(plantedChanges))(
  'tells a planted %s by its kind, and by witnesses that show it',
  (_, planted) => {
    fc.assert(
      fc.property(soundMesh, fc.nat(), requests, (ir, seed, asked) => {
        const places = routePlaces(ir);
        const place = places[seed % Math.max(places.length, 1)];
        fc.pre(place !== undefined);
        const changed = withRoute(ir, place, (route) => planted.change(route) ?? route);
        const [mesh, other] = [simulated(ir), simulated(changed)];
        const diff = diffMeshes(mesh, other);
        for (const { kinds } of diff.changes) expect(planted.kinds).toEqual(expect.arrayContaining([...kinds]));
        expectWitnesses(diff, mesh, other);
        if (diff.changes.length > 0 || diff.undecided.length > 0) return;
        for (const request of asked) expect(observed(other, request)).toBe(observed(mesh, request));
      }),
      { numRuns },
    );
  },
);

test('tells every request that a removed rule sends elsewhere, and none that it does not', () => {
  fc.assert(
    fc.property(soundMesh, fc.nat(), requests, (ir, seed, asked) => {
      const places = routePlaces(ir);
      const place = places[seed % Math.max(places.length, 1)];
      fc.pre(place !== undefined);
      const [mesh, other] = [simulated(ir), simulated(withRoute(ir, place, () => undefined))];
      const diff = diffMeshes(mesh, other);
      expectWitnesses(diff, mesh, other);
      if (diff.changes.length > 0 || diff.undecided.length > 0) return;
      for (const request of asked) expect(observed(other, request)).toBe(observed(mesh, request));
    }),
    { numRuns },
  );
});

test('tells all that any two meshes do otherwise', () => {
  fc.assert(
    fc.property(soundMesh, soundMesh, requests, (one, two, asked) => {
      const [before, after] = [simulated(one), simulated(two)];
      const diff = diffMeshes(before, after);
      expectWitnesses(diff, before, after);
      if (diff.changes.length > 0 || diff.undecided.length > 0) return;
      for (const request of asked) expect(observed(after, request)).toBe(observed(before, request));
    }),
    { numRuns },
  );
});
