import { sortBy } from '../../util/sort-by.js';
import { coverageKinds, type CoverageItem } from './coverage-item.js';
import type { CoverageLine } from './coverage-line.js';

/** What tests exercised of the meshes that they asked. */
export interface Coverage {
  /** Sorted by kind, mesh, place and name. */
  readonly items: readonly (CoverageItem & { readonly isExercised: boolean })[];
}

/** Joins the files of test processes; an item counts as exercised when any of them exercised it. */
export function mergeCoverage(texts: readonly string[]): Coverage {
  const itemByKey = new Map<string, CoverageItem>();
  const exercised = new Set<string>();
  for (const text of texts) {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const { kind, items } = JSON.parse(line) as CoverageLine; // a file that recordCoverage wrote
      for (const item of items) {
        const key = keyOf(item);
        if (kind === 'mesh') itemByKey.set(key, item);
        else exercised.add(key);
      }
    }
  }
  const keys = sortBy([...itemByKey.keys()], inReadingOrder);
  return {
    items: keys.flatMap((key) => {
      const item = itemByKey.get(key);
      return item === undefined ? [] : [{ ...item, isExercised: exercised.has(key) }];
    }),
  };
}

// Programs that declare a mesh of the same name are told apart by place.
function keyOf({ kind, mesh, place, name }: CoverageItem): string {
  return `${coverageKinds.indexOf(kind)} ${mesh} ${place ?? ''} ${name}`;
}

/** Line 9 comes before line 10. */
function inReadingOrder(key: string): string {
  return key.replace(/\d+/g, (digits) => digits.padStart(8, '0'));
}
