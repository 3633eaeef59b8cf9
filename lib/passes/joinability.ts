import type { HeaderOperations } from '../ir/header-operations.js';
import type { Decision } from './decision-list.js';

/**
 * Says why two routes cannot be made one: the outer changes what the inner looks at or changes. All conditions of a
 * joined route are asked of the request as it came in, so the inner must not depend on a change by the outer.
 * Undefined where they can.
 */
export function whyNotJoinable(outer: Decision, inner: Decision): string | undefined {
  const rewrite = outer.action.kind === 'forward' ? outer.action.rewrite : undefined;
  if (rewrite !== undefined && inner.action.kind === 'redirect') return 'one rewrites and the other redirects';
  if (rewrite?.path !== undefined) {
    if (inner.match.anyOf.some(({ paths }) => paths.length > 0)) return 'it changes the path that the other looks at';
    if (inner.action.kind === 'forward' && inner.action.rewrite?.path !== undefined) return 'both change the path';
  }
  const changed = changedHeaders(outer.requestHeaders);
  const asked = inner.match.anyOf.flatMap(({ headers }) => headers.map(({ name }) => name));
  const both = asked.find((name) => changed.has(name));
  return both === undefined ? undefined : `it changes the header "${both}" that the other looks at`;
}

function changedHeaders(operations: HeaderOperations | undefined): ReadonlySet<string> {
  if (operations === undefined) return new Set();
  return new Set([...operations.remove, ...[...operations.set, ...operations.add].map(({ name }) => name)]);
}
