import type { Literal } from './literal.js';
import type { Alphabet } from './text/alphabet.js';
import { queryAlphabet, targetRanges } from './text/alphabets.js';
import { findText } from './text/find-text.js';
import { searchText } from './text/search-text.js';
import type { QueryTest, TextTest } from './text/language.js';
import type { Meter } from './text/meter.js';
import { passes } from './text/passes.js';
import { type Spent, spent } from './text/spent.js';

/**
 * A path with query that meets all of some literals; undefined when there is none. Path and parameters are found each
 * for itself: the first values of different parameters have nothing to do with one another. Only literals on `:path`,
 * which sees all of it, bring them together to one language.
 */
export function findTarget(literals: readonly Literal[], paths: Alphabet, meter: Meter): string | undefined | Spent {
  const apart = findParts(literals, paths, meter);
  if (typeof apart !== 'string') return apart;
  const whole = literals.flatMap(({ subject, whenPresent }) => (subject.kind === 'target' ? [whenPresent] : []));
  if (whole.includes('never')) return undefined;
  const asked: readonly TextTest[] = whole.filter((test) => typeof test !== 'string');
  if (passes(asked, apart)) return apart;
  const tests = [...asked, ...literals.flatMap(liftLiteral), ...paths.tests.map(liftPath)];
  const found = findText(tests, { ...paths, ranges: targetRanges, tests: [], plain: [] }, meter);
  if (typeof found !== 'string' || passes(paths.plain.map(liftPath), found)) return found;
  const plain = searchText([...tests, ...paths.plain.map(liftPath)], targetRanges, meter);
  return typeof plain === 'string' ? plain : found;
}

function findParts(literals: readonly Literal[], paths: Alphabet, meter: Meter): string | undefined | Spent {
  const pathTests: TextTest[] = [];
  const literalsByName = new Map<string, Literal[]>();
  for (const literal of literals) {
    const { subject, whenPresent } = literal;
    if (subject.kind === 'path') {
      if (whenPresent === 'never') return undefined;
      if (whenPresent !== 'always') pathTests.push(whenPresent);
    } else if (subject.kind === 'query') {
      const others = literalsByName.get(subject.name);
      if (others === undefined) literalsByName.set(subject.name, [literal]);
      else others.push(literal);
    }
  }
  const path = findText(pathTests, paths, meter);
  if (typeof path !== 'string') return path;
  const parameters: string[] = [];
  for (const [name, asked] of literalsByName) {
    const value = findParameter(name, asked, meter);
    if (value === undefined || value === spent) return value;
    if (value !== missing) parameters.push(`${name}=${value}`);
  }
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

const missing = Symbol('missing');

function findParameter(
  name: string,
  literals: readonly Literal[],
  meter: Meter,
): string | typeof missing | undefined | Spent {
  if (literals.every(({ whenMissing }) => whenMissing)) return missing;
  const tests = literals.map(({ whenPresent }) => whenPresent);
  if (tests.includes('never') || !isParameterName(name)) return undefined;
  return findText(
    tests.filter((test) => typeof test !== 'string'),
    queryAlphabet,
    meter,
  );
}

/** Whether a parameter can be called so: its name ends at `=` or `&`, and no path has blanks, `#` or control bytes. */
function isParameterName(name: string): boolean {
  return !/[\u0000-\u0020\u007f#&=]/.test(name);
}

function liftLiteral({ subject, whenMissing, whenPresent }: Literal): readonly TextTest[] {
  if (subject.kind === 'path') return typeof whenPresent === 'string' ? [] : [liftPath(whenPresent)];
  if (subject.kind !== 'query') return [];
  const test: QueryTest = whenPresent;
  return [{ language: { kind: 'target-query', name: subject.name, whenMissing, test }, isWanted: true }];
}

function liftPath({ language, isWanted }: TextTest): TextTest {
  return { language: { kind: 'target-path', inner: language }, isWanted };
}
