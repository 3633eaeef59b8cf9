import type { Match } from '../../ir/match.js';
import { matchProblems } from './match-problems.js';
import type { ValueProblem } from './value-problem.js';

/** Judges a match. One of several alternatives repeats their common conditions in each, and one mistake is told once. */
export function* conditionProblems({ anyOf }: Match): Generator<ValueProblem> {
  const told = new Set<string>();
  for (const problem of anyOf.flatMap((term) => [...matchProblems(term)])) {
    const key = `${problem.what} ${problem.got}`;
    if (!told.has(key)) yield problem;
    told.add(key);
  }
}
