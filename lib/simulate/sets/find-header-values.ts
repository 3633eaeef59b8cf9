import type { Literal } from './literal.js';
import { headerAlphabet } from './text/alphabets.js';
import { findText } from './text/find-text.js';
import type { TextTest } from './text/language.js';
import type { Meter } from './text/meter.js';
import { type Spent, spent } from './text/spent.js';

/**
 * Values of a header that meet all of some literals, as few as is easy to find: none where it may be missing. Undefined
 * when there are none such. What no single value can be, several lines of the header can.
 */
export function findHeaderValues(literals: readonly Literal[], meter: Meter): readonly string[] | undefined | Spent {
  if (literals.every(({ whenMissing }) => whenMissing)) return [];
  const tests = literals.map(({ whenPresent }) => whenPresent);
  if (tests.includes('never')) return undefined;
  const asked = tests.filter((test) => typeof test !== 'string');
  const ofFirst = asked.filter((test) => test.of === 'first');
  const ofEach = asked.filter((test) => test.of === 'all' && !test.isWanted);
  const ofSome = asked.filter((test) => test.of === 'all' && test.isWanted);
  const lines: { readonly tests: readonly TextTest[]; readonly value: string }[] = [];
  const groups =
    ofFirst.length > 0 || ofSome.length === 0
      ? [ofFirst, ...ofSome.map((test) => [test])]
      : ofSome.map((test) => [test]);
  for (const group of groups) {
    const last = lines.at(-1);
    const together = last === undefined ? undefined : findText([...last.tests, ...group], headerAlphabet, meter);
    if (together === spent) return spent;
    if (last !== undefined && together !== undefined) {
      lines[lines.length - 1] = { tests: [...last.tests, ...group], value: together };
      continue;
    }
    const own = [...group, ...ofEach];
    const value = findText(own, headerAlphabet, meter);
    if (typeof value !== 'string') return value;
    lines.push({ tests: own, value });
  }
  return lines.map(({ value }) => value);
}
