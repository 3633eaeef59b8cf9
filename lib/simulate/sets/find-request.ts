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
  const open: Cube[] = [];
  const whole = start === wholeCube ? narrowCube(start, rooted, space) : start;
  if (whole === undefined || whole === spent) return whole;
  open.push(whole);
  for (let cube = open.pop(); cube !== undefined; cube = open.pop()) {
    if (meter.left-- <= 0) return spent;
    const { request } = cube;
    let broken = violatedLiterals(set, request);
    for (const objection of objections) broken ??= objection(request);
    if (broken === undefined) return cube;
    const branches: Cube[] = [];
    for (const [index, literal] of broken.entries()) {
      const branch = narrowCube(cube, [literal, ...broken.slice(0, index).map(negateLiteral)], space);
      if (branch === spent) return spent;
      if (branch !== undefined) branches.push(branch);
    }
    open.push(...branches.reverse());
  }
  return undefined;
}

/** Has the path chosen by the rules of the search from the beginning. */
const rooted: readonly Literal[] = [{ subject: { kind: 'path' }, whenMissing: false, whenPresent: 'always' }];
