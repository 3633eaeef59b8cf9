import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { writeIr } from '../../ir/codec.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { sortBy } from '../../util/sort-by.js';
import { simulateIr } from '../simulate-ir.js';
import type { BehaviourChange } from './behaviour-diff.js';
import { diffMeshes } from './diff-meshes.js';
import type { MeshDiff } from './mesh-diff.js';
import { pairUp } from './pair-up.js';
import type { TrafficWeights } from './traffic-weights.js';

/** The meshes of two revisions, compared; or why they are not. */
export interface IrDiffs {
  /** Sorted by name. A mesh that does not compile is not among them. */
  readonly meshes: readonly MeshDiff[];
  /** Errors of meshes that do not compile. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares the meshes of two revisions by name. Reports what the compiler reports of those that do not compile, once for
 * each revision; a mesh that is the same to the byte is not compiled at all.
 */
export function diffIrs(before: readonly MeshIr[], after: readonly MeshIr[], weights?: TrafficWeights): IrDiffs {
  const { both, removed, added } = pairUp(before, after, ({ name }) => name);
  const diagnostics: Diagnostic[] = [];
  const compared = both.flatMap(([old, current]): MeshDiff[] => {
    if (writeIr(old) === writeIr(current)) return [{ name: old.name, status: 'same', changes: [], undecided: [] }];
    const [left, right] = [simulateIr(old), simulateIr(current)];
    if (left.simulated === undefined || right.simulated === undefined) {
      diagnostics.push(...[left, right].flatMap(errorsOf));
      return [];
    }
    const diff = diffMeshes(left.simulated, right.simulated, weights);
    return [{ name: old.name, status: diff.changes.length === 0 ? 'same' : 'changed', ...diff }];
  });
  const meshes = [
    ...compared,
    ...removed.map((ir) => presence(ir, 'removed')),
    ...added.map((ir) => presence(ir, 'added')),
  ];
  return { meshes: sortBy(meshes, ({ name }) => name), diagnostics };
}

function errorsOf({ simulated, diagnostics }: ReturnType<typeof simulateIr>): readonly Diagnostic[] {
  return simulated === undefined ? diagnostics.filter(({ severity }) => severity === 'error') : [];
}

function presence({ name, origin }: MeshIr, status: 'added' | 'removed'): MeshDiff {
  const isNew = status === 'added';
  const [there, missing] = ['the mesh is there', 'there is no such mesh'];
  const change: BehaviourChange = {
    severity: isNew ? 'neutral' : 'breaking',
    kinds: ['access'],
    isPolicyOnly: false,
    aspects: [
      {
        kind: 'access',
        name: 'mesh',
        before: isNew ? undefined : name,
        after: isNew ? name : undefined,
        beforeOrigin: isNew ? undefined : origin,
        afterOrigin: isNew ? origin : undefined,
      },
    ],
    classes: [
      {
        from: [],
        to: name,
        when: 'every request',
        witness: undefined,
        before: isNew ? missing : there,
        after: isNew ? there : missing,
        routes: { before: undefined, after: undefined },
      },
    ],
    trafficShare: undefined,
  };
  return { name, status, changes: [change], undecided: [] };
}
