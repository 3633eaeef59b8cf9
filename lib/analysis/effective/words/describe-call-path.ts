import type { CallEdge } from '../call-graph.js';

/** Names shown at each end of a path that is too long for a sentence. */
const shownAtEachEnd = 6;

/**
 * Writes calls that follow each other, for a message: `web -> reviews -> ratings`. Of a long path only both ends.
 */
export function describeCallPath(path: readonly CallEdge[]): string {
  const names = [...path.slice(0, 1).map(({ caller }) => caller.name), ...path.map(({ callee }) => callee.name)];
  const left = names.length - 2 * shownAtEachEnd;
  const shown =
    left <= 1 ? names : [...names.slice(0, shownAtEachEnd), `(${String(left)} more)`, ...names.slice(-shownAtEachEnd)];
  return shown.join(' -> ');
}
