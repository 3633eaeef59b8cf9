import type { Origin } from '../../diagnostics/origin.js';

/** Findings with one cause. */
export interface OriginGroup<T> {
  /** The place in the program that all of them come from. */
  readonly origin: Origin;
  /** The first finding. */
  readonly first: T;
  /** All findings, the first among them; in the order given. */
  readonly all: readonly T[];
}

/**
 * Puts findings together that one place in the program causes: a policy of the whole mesh is one mistake, not one for each
 * route under it. Groups are in the order of their first findings.
 */
export function groupByOrigin<T>(items: Iterable<T>, originOf: (item: T) => Origin): readonly OriginGroup<T>[] {
  const groups = new Map<string, { readonly origin: Origin; readonly first: T; readonly all: T[] }>();
  for (const item of items) {
    const origin = originOf(item);
    const key = originKey(origin);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { origin, first: item, all: [item] });
    else group.all.push(item);
  }
  return [...groups.values()];
}

/**
 * Names a place, so that two origins are of one place exactly when their names are equal.
 */
export function originKey({ kind, constructPath, source }: Origin): string {
  const place = source === undefined ? '' : `${source.file}:${String(source.line)}:${String(source.column)}`;
  return `${kind} ${constructPath} ${place}`;
}
