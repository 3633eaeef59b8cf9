import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { Asked } from '../asked.js';
import { appendCoverage } from './append-coverage.js';
import type { CoverageItem } from './coverage-item.js';
import { coverageFile } from './coverage-file.js';
import { exercisedItems } from './exercised-items.js';
import { meshItems } from './mesh-items.js';

interface Recorded {
  readonly itemByKey: ReadonlyMap<string, CoverageItem>;
  readonly exercised: Set<string>;
}

// What a process wrote already, by mesh: the file itself is the state, and this keeps it short.
const recordedByMesh = new WeakMap<EffectiveMesh, Recorded>();

/** Notes what a request exercises in the folder that MESHWRIGHT_COVERAGE names; without it does nothing. */
export function recordCoverage(asked: Asked): void {
  const file = coverageFile();
  if (file === undefined) return;
  const { mesh } = asked.simulated;
  let recorded = recordedByMesh.get(mesh);
  if (recorded === undefined) {
    const items = meshItems(asked.simulated);
    recorded = { itemByKey: new Map(items.map((item) => [keyOf(item), item])), exercised: new Set() };
    recordedByMesh.set(mesh, recorded);
    appendCoverage(file, { kind: 'mesh', items });
  }
  const found: CoverageItem[] = [];
  for (const exercised of exercisedItems(asked)) {
    const key = keyOf(exercised);
    const item = recorded.itemByKey.get(key);
    if (item === undefined || recorded.exercised.has(key)) continue;
    recorded.exercised.add(key);
    found.push(item);
  }
  if (found.length > 0) appendCoverage(file, { kind: 'exercised', items: found });
}

function keyOf({ kind, name }: Pick<CoverageItem, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
