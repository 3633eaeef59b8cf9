import type { StringRules } from '../schema/field-rules.js';
import { allRules, type Rule } from './rule.js';

// PGV's own expressions. The class in the strict name holds the range "+-.", so "," passes, as it does in Envoy.
const HEADER_NAME = /^:?[0-9a-zA-Z!#$%&'*+-.^_|~`]+$/;
const HEADER_VALUE = /^[^\x00-\x08\x0a-\x1f\x7f]*$/;
const LOOSE_HEADER = /^[^\x00\n\r]*$/;

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');

const codePoints = (text: string): number => Array.from(text).length;

/** There are never more code points than `length`, so the upper bound seldom needs counting. */
function lengthRules(rules: StringRules): Rule<string>[] {
  const { min_len: min, max_len: max, min_bytes: minBytes, max_bytes: maxBytes } = rules;
  const list: Rule<string>[] = [];
  if (min === 1) list.push((text) => (text === '' ? 'must not be empty' : undefined));
  else if (min !== undefined)
    list.push((text) => (codePoints(text) < min ? `must have at least ${min} characters` : undefined));
  if (max !== undefined) {
    list.push((text) =>
      text.length > max && codePoints(text) > max ? `must have at most ${max} characters` : undefined,
    );
  }
  if (minBytes !== undefined) {
    list.push((text) => (byteLength(text) < minBytes ? `must have at least ${minBytes} bytes` : undefined));
  }
  if (maxBytes !== undefined) {
    list.push((text) => (byteLength(text) > maxBytes ? `must have at most ${maxBytes} bytes` : undefined));
  }
  return list;
}

/** RE2 as JavaScript: the same for every pattern in Envoy's API but `\s`, which is ASCII only in RE2. */
function patternRule(pattern: string): Rule<string> {
  const ascii = pattern.replaceAll('[^\\s', '[^\\t\\n\\f\\r ').replaceAll('\\s', '[\\t\\n\\f\\r ]');
  const expression = new RegExp(ascii, 'u');
  return (text) => (expression.test(text) ? undefined : `must match ${pattern}`);
}

function headerRule(kind: 'HTTP_HEADER_NAME' | 'HTTP_HEADER_VALUE', strict: boolean): Rule<string> {
  const what = kind === 'HTTP_HEADER_NAME' ? 'HTTP header name' : 'HTTP header value';
  if (!strict) return (text) => (LOOSE_HEADER.test(text) ? undefined : `must not hold line breaks or NUL (${what})`);
  const expression = kind === 'HTTP_HEADER_NAME' ? HEADER_NAME : HEADER_VALUE;
  return (text) => (expression.test(text) ? undefined : `is not a valid ${what}`);
}

const quoted = (words: readonly string[]): string => words.map((word) => JSON.stringify(word)).join(', ');

function contentRules(rules: StringRules): Rule<string>[] {
  const { prefix, suffix, contains, in: allowed, not_in: forbidden, const: only } = rules;
  const list: Rule<string>[] = [];
  if (only !== undefined) list.push((text) => (text === only ? undefined : `must be ${quoted([only])}`));
  if (prefix !== undefined)
    list.push((text) => (text.startsWith(prefix) ? undefined : `must start with ${quoted([prefix])}`));
  if (suffix !== undefined)
    list.push((text) => (text.endsWith(suffix) ? undefined : `must end with ${quoted([suffix])}`));
  if (contains !== undefined)
    list.push((text) => (text.includes(contains) ? undefined : `must contain ${quoted([contains])}`));
  if (allowed !== undefined)
    list.push((text) => (allowed.includes(text) ? undefined : `must be one of ${quoted(allowed)}`));
  if (forbidden !== undefined)
    list.push((text) => (forbidden.includes(text) ? `must not be ${quoted([text])}` : undefined));
  return list;
}

/** Compiles PGV's string rules to one function; undefined when there are none. */
export function stringRules(rules: StringRules | undefined): Rule<string> | undefined {
  if (rules === undefined) return undefined;
  const list = [...lengthRules(rules), ...contentRules(rules)];
  if (rules.pattern !== undefined) list.push(patternRule(rules.pattern));
  if (rules.well_known_regex !== undefined) list.push(headerRule(rules.well_known_regex, rules.strict !== false));
  const all = allRules(list);
  if (all === undefined || rules.ignore_empty !== true) return all;
  return (text) => (text === '' ? undefined : all(text));
}
