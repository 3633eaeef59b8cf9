/** A place where two JSON values differ. */
export interface JsonDifference {
  /** For example `circuit_breakers.thresholds.0.max_requests`. */
  readonly path: string;
  /** As JSON; undefined where there is nothing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Where two JSON values differ, at the leaves; sorted by path. */
export function jsonDifferences(before: unknown, after: unknown, path = ''): readonly JsonDifference[] {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => jsonDifferences(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  // What is only on one side is told leaf by leaf too. An empty message is a leaf: Envoy tells it from a missing one.
  if (isFull(before) && after === undefined) return jsonDifferences(before, Array.isArray(before) ? [] : {}, path);
  if (before === undefined && isFull(after)) return jsonDifferences(Array.isArray(after) ? [] : {}, after, path);
  const [left, right] = [textOf(before), textOf(after)];
  return left === right ? [] : [{ path, before: left, after: right }];
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isFull(value: unknown): value is Readonly<Record<string, unknown>> {
  return isBranch(value) && Object.keys(value).length > 0;
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}
