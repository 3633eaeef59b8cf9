import type { Literal } from './literal.js';
import { headerAlphabet } from './text/alphabets.js';
import { findText } from './text/find-text.js';
import type { TextTest } from './text/language.js';
import type { Meter } from './text/meter.js';
import { type Spent, spent } from './text/spent.js';

const oneCookie: TextTest = { language: { kind: 'contains', value: ';', ignoreCase: false }, isWanted: false };
/** Other names are never found in a header. */
const possibleName = /^(?! )[^=;]+$/;

/**
 * The lines of a cookie header that meet all of some literals, none where every cookie may be missing; undefined when
 * there are none. Conditions on cookies and on the whole line together are given up: `spent`.
 */
export function findCookies(literals: readonly Literal[], meter: Meter): readonly string[] | undefined | Spent {
  const literalsByName = new Map<string, Literal[]>();
  for (const literal of literals) {
    if (literal.subject.kind !== 'cookie') return spent;
    const { name } = literal.subject;
    literalsByName.set(name, [...(literalsByName.get(name) ?? []), literal]);
  }
  const lines: string[] = [];
  for (const [name, asked] of literalsByName) {
    if (asked.every(({ whenMissing }) => whenMissing)) continue;
    const tests = asked.map(({ whenPresent }) => whenPresent);
    if (!possibleName.test(name) || tests.includes('never')) return undefined;
    const value = findText([oneCookie, ...tests.filter((test) => typeof test !== 'string')], headerAlphabet, meter);
    if (typeof value !== 'string') return value;
    lines.push(`${name}=${needsQuotes(value) ? `"${value}"` : value}`);
  }
  return lines;
}

/** Quotes keep spaces at the end, and quotes that belong to the value. */
function needsQuotes(value: string): boolean {
  return value !== value.trim() || (value.startsWith('"') && value.endsWith('"'));
}
