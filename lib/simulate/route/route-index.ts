import type { PathCondition } from '../match/route-condition.js';
import type { SimulatedRoute } from './simulated-route.js';

type Positions = readonly number[];
type PositionsByText = ReadonlyMap<string, Positions>;

/**
 * Which routes of a virtual host may take a path. Each list of positions ascends, so that the first route that takes a
 * request is found without looking at the others.
 */
export interface RouteIndex {
  /** Case-sensitive conditions, then those that ignore case, by their text in lower case. */
  readonly sides: readonly [PathIndex, PathIndex];
}

/** The index of one side. */
export interface PathIndex {
  readonly exact: PositionsByText;
  readonly separated: PositionsByText;
  /** By prefix; regular expressions stand under the literal text that they begin with. */
  readonly prefixes: PositionsByText;
  /** The lengths of all prefixes, ascending. */
  readonly prefixLengths: readonly number[];
}

/** Makes the index of a virtual host's routes. */
export function routeIndex(routes: readonly SimulatedRoute[]): RouteIndex {
  return {
    sides: [
      pathIndex(routes.filter(({ condition }) => !ignoresCase(condition.path))),
      pathIndex(routes.filter(({ condition }) => ignoresCase(condition.path))),
    ],
  };
}

function ignoresCase(path: PathCondition): boolean {
  return 'ignoreCase' in path && path.ignoreCase;
}

function pathIndex(routes: readonly SimulatedRoute[]): PathIndex {
  const exact = new Map<string, number[]>();
  const separated = new Map<string, number[]>();
  const prefixes = new Map<string, number[]>();
  const add = (map: Map<string, number[]>, text: string, position: number): void => {
    const positions = map.get(text);
    if (positions === undefined) map.set(text, [position]);
    else positions.push(position);
  };
  for (const { condition, position } of routes) {
    const { path } = condition;
    switch (path.kind) {
      case 'exact':
        add(exact, path.value, position);
        break;
      case 'separated-prefix':
        add(separated, path.value, position);
        break;
      case 'prefix':
        add(prefixes, path.value, position);
        break;
      case 'regex':
        add(prefixes, literalStart(path.source), position);
        break;
      case 'unknown':
        // Takes nothing; it has to be met on the way all the same, because the decision speaks of it.
        add(prefixes, '', position);
        break;
    }
  }
  const lengths = new Set([...prefixes.keys()].map(({ length }) => length));
  return { exact, separated, prefixes, prefixLengths: [...lengths].sort((left, right) => left - right) };
}

/** Text that every match of a regular expression begins with. Short of the most there is where that is hard to see. */
function literalStart(source: string): string {
  if (source.includes('|')) return '';
  const literal = /^[A-Za-z0-9/_\-]*/.exec(source)?.[0] ?? '';
  // What is repeated may also be missing: in `/ab*` only `/a` is certain.
  return /^[*?{+]/.test(source.slice(literal.length)) ? literal.slice(0, -1) : literal;
}
