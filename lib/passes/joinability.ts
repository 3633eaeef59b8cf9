import type { HeaderOperations } from '../ir/header-operations.js';
import type { Rewrite } from '../ir/route.js';
import type { Decision } from './decision-list.js';

/**
 * Says why two routes cannot be made one: the outer changes what the inner looks at or changes. All conditions of a
 * joined route are asked of the request as it came in, so the inner must not depend on a change by the outer.
 * Undefined where they can.
 */
export function whyNotJoinable(outer: Decision, inner: Decision): string | undefined {
  const rewrite = outer.action.kind === 'forward' ? outer.action.rewrite : undefined;
  return (rewrite === undefined ? undefined : whyNotRewritten(rewrite, inner)) ?? whyNotChanged(outer, rewrite, inner);
}

function whyNotRewritten({ path }: Rewrite, { action, match }: Decision): string | undefined {
  if (action.kind === 'redirect') return 'one rewrites and the other redirects';
  if (path === undefined) return undefined;
  if (match.anyOf.some(({ paths }) => paths.length > 0)) return 'it changes the path that the other looks at';
  return action.rewrite?.path === undefined ? undefined : 'both change the path';
}

function whyNotChanged(outer: Decision, rewrite: Rewrite | undefined, inner: Decision): string | undefined {
  const changed = changedHeaders(outer.requestHeaders);
  if (rewrite?.host !== undefined) changed.push(...hostHeaders);
  const asked = inner.match.anyOf.flatMap(({ headers }) => headers.map(({ name }) => name));
  const both = asked.find((name) => changed.includes(name));
  return both === undefined ? undefined : `it changes the header "${both}" that the other looks at`;
}

// Envoy knows the host by either name, whatever the request's HTTP version.
const hostHeaders = ['host', ':authority'] as const;

function changedHeaders(operations: HeaderOperations | undefined): string[] {
  if (operations === undefined) return [];
  return [...operations.remove, ...[...operations.set, ...operations.add].map(({ name }) => name)];
}
