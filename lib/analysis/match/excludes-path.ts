import type { PathMatch } from '../../ir/match.js';
import { meetsText } from './meets-text.js';

/**
 * Whether no path meets both conditions. False where that cannot be told: regular expressions are tried on whole paths
 * only.
 */
export function excludesPath(a: PathMatch, b: PathMatch): boolean {
  if (a.kind === 'exact') return !mayMeet(b, a.value);
  if (b.kind === 'exact') return !mayMeet(a, b.value);
  if (a.kind === 'regex' || b.kind === 'regex') return false;
  return !isBelow(a.value, b.value) && !isBelow(b.value, a.value);
}

function mayMeet(condition: PathMatch, path: string): boolean {
  if (condition.kind === 'prefix') return isBelow(path, condition.value);
  return meetsText({ kind: condition.kind, value: condition.value }, path) !== false;
}

/** Whether a path is a prefix's own or below it, by whole segments. */
function isBelow(path: string, prefix: string): boolean {
  const bare = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === prefix || path === bare || path.startsWith(`${bare}/`);
}
