import type { CallEdge } from '../call-graph.js';

/** Names shown at each end of a path that is too long for a sentence. */
const shownAtEachEnd = 6;

/**
 * Writes calls that follow each other, for a message: `web -> reviews -> ratings`. Of a long path only both ends.
 *
 * @param noteOf what to say behind the callee of a call, in brackets; nothing for ''
 */
export function describeCallPath(path: readonly CallEdge[], noteOf: (edge: CallEdge) => string = () => ''): string {
  const names = [
    ...path.slice(0, 1).map(({ caller }) => caller.name),
    ...path.map((edge) => edge.callee.name + bracketed(noteOf(edge))),
  ];
  const left = names.length - 2 * shownAtEachEnd;
  const shown =
    left <= 1 ? names : [...names.slice(0, shownAtEachEnd), `(${String(left)} more)`, ...names.slice(-shownAtEachEnd)];
  return shown.join(' -> ');
}

function bracketed(note: string): string {
  return note === '' ? '' : ` (${note})`;
}
