import type { Match, MatchTerm, PathMatch } from '../ir/match.js';
import { sortBy } from '../util/sort-by.js';

/**
 * The requests that two matches take both. Terms that contradict each other fall away; what is left may be empty.
 *
 * @param pathOf whose path condition stays first, and so is the one that a prefix rewrite replaces
 */
export function joinMatches(outer: Match, inner: Match, pathOf: 'outer' | 'inner' | 'either'): Match {
  return { anyOf: outer.anyOf.flatMap((a) => inner.anyOf.flatMap((b) => joinTerms(a, b, pathOf))) };
}

function joinTerms(outer: MatchTerm, inner: MatchTerm, pathOf: 'outer' | 'inner' | 'either'): MatchTerm[] {
  const methods = joinMethods(outer.methods, inner.methods);
  const paths = joinPaths(outer.paths, inner.paths, pathOf);
  if (methods === undefined || paths === undefined) return [];
  return [
    {
      paths,
      methods,
      headers: sortBy([...outer.headers, ...inner.headers], ({ name }) => name),
      queryParameters: sortBy([...outer.queryParameters, ...inner.queryParameters], ({ name }) => name),
    },
  ];
}

function joinMethods(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = a.filter((method) => b.includes(method));
  return both.length === 0 ? undefined : both;
}

function joinPaths(
  outer: readonly PathMatch[],
  inner: readonly PathMatch[],
  pathOf: 'outer' | 'inner' | 'either',
): readonly PathMatch[] | undefined {
  for (const a of outer) for (const b of inner) if (excludes(a, b)) return undefined;
  const all = pathOf === 'inner' ? [...inner, ...outer] : [...outer, ...inner];
  const needed = all.filter((path, index) => (pathOf !== 'either' && index === 0) || !isImplied(path, index, all));
  return pathOf === 'either' ? sortBy(needed, ({ kind }) => (kind === 'regex' ? '1' : '0')) : needed;
}

/** Whether a path says nothing more beside the others; of those that say the same the first is kept. */
function isImplied(path: PathMatch, index: number, all: readonly PathMatch[]): boolean {
  return all.some((by, other) => other !== index && covers(path, by) && (!covers(by, path) || other < index));
}

/** Whether every path that `by` takes is taken by `path` too, so that `path` says nothing more beside it. */
function covers(path: PathMatch, by: PathMatch): boolean {
  if (path.kind === 'prefix' && by.kind !== 'regex') return isBelow(by.value, path.value);
  return path.kind === by.kind && path.value === by.value;
}

/** Whether no path meets both. Regexes are not looked into: they exclude nothing here. */
function excludes(a: PathMatch, b: PathMatch): boolean {
  if (a.kind === 'regex' || b.kind === 'regex') return false;
  if (a.kind === 'exact' && b.kind === 'exact') return a.value !== b.value;
  if (a.kind === 'exact') return !isBelow(a.value, b.value);
  if (b.kind === 'exact') return !isBelow(b.value, a.value);
  return !isBelow(a.value, b.value) && !isBelow(b.value, a.value);
}

/** Whether a path is a prefix's own or below it, by whole segments. */
function isBelow(path: string, prefix: string): boolean {
  const bare = prefix.replace(/\/+$/, '');
  return path === prefix || path === bare || path.startsWith(`${bare}/`);
}
