import type { Message } from '../headers/message.js';
import { type Cube, wholeCube } from './cube.js';
import type { SearchSpace } from './fill-slot.js';
import type { Literal } from './literal.js';
import { narrowCube } from './narrow-cube.js';
import { negateLiteral } from './negate-literal.js';
import type { RequestSet } from './request-set.js';
import { type Spent, spent } from './text/spent.js';
import { violatedLiterals } from './violated-literals.js';

/**
 * Says why a request is not wanted: literals of which every wanted request meets one at least, and this one none.
 * Undefined when it has nothing against it.
 */
export type Objection = (request: Message) => readonly Literal[] | undefined;

/** What is looked for. */
export interface Search {
  readonly set: RequestSet;
  /** Further conditions, asked of each request that comes up, so that thousands of routes need not be spelt out. */
  readonly objections?: readonly Objection[];
  /** Where the search starts; the whole set lies inside it. */
  readonly start?: Cube;
}

/**
 * A conjunction whose request is in the set and without objection; undefined when there is none. Guesses a request,
 * looks which condition it breaks, and goes on with that condition asked for: each of its literals is a branch, in which
 * those before it do not hold.
 */
export function findRequest(
  { set, objections = [], start = wholeCube }: Search,
  space: SearchSpace,
): Cube | undefined | Spent {
  const { meter } = space;
  const open: Branch[] = [{ cube: start, literals: start === wholeCube ? rooted : [] }];
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    if (meter.left-- <= 0) return spent;
    const cube = narrowCube(branch.cube, branch.literals, space);
    if (cube === spent) return spent;
    if (cube === undefined) continue;
    let broken = violatedLiterals(set, cube.request);
    for (const objection of objections) broken ??= objection(cube.request);
    if (broken === undefined) return cube;
    for (let index = broken.length - 1; index >= 0; index--)
      open.push({ cube, literals: [...broken.slice(index, index + 1), ...broken.slice(0, index).map(negateLiteral)] });
  }
  return undefined;
}

/** Requests of a conjunction that meet some more literals, not yet looked for. */
interface Branch {
  readonly cube: Cube;
  readonly literals: readonly Literal[];
}

/** Has the path chosen by the rules of the search from the beginning. */
const rooted: readonly Literal[] = [{ subject: { kind: 'path' }, whenMissing: false, whenPresent: 'always' }];
