import type { HeaderMatcher } from 'envoy-config-types/envoy/config/route/v3';
import type { StringMatcher } from 'envoy-config-types/envoy/type/matcher/v3';
import type { HeaderCondition, HeaderTest } from '../match/header-condition.js';
import type { Note } from './note.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readTextMatcher } from './read-text-matcher.js';

const known = new Set([
  'name',
  'invert_match',
  'treat_missing_header_as_empty',
  'exact_match',
  'prefix_match',
  'suffix_match',
  'contains_match',
  'safe_regex_match',
  'string_match',
  'range_match',
  'present_match',
]);

/** Reads a condition on a header. */
export function readHeaderCondition(matcher: HeaderMatcher, note: Note): HeaderCondition {
  noteUnknownFields(matcher, known, note);
  return {
    name: matcher.name.toLowerCase(),
    test: readTest(matcher, note),
    invert: matcher.invert_match === true,
    missingIsEmpty: matcher.treat_missing_header_as_empty === true,
  };
}

function readTest(matcher: HeaderMatcher, note: Note): HeaderTest {
  const { range_match: range, present_match: present } = matcher;
  if (present !== undefined) return { kind: 'present', isPresent: present };
  if (range !== undefined) return { kind: 'range', start: BigInt(range.start ?? 0), end: BigInt(range.end ?? 0) };
  const text = matcher.string_match ?? deprecatedMatch(matcher);
  return text === undefined
    ? { kind: 'present', isPresent: true }
    : { kind: 'text', matcher: readTextMatcher(text, note) };
}

/** The fields that `string_match` replaces. */
function deprecatedMatch(matcher: HeaderMatcher): StringMatcher | undefined {
  if (matcher.exact_match !== undefined) return { exact: matcher.exact_match };
  if (matcher.prefix_match !== undefined) return { prefix: matcher.prefix_match };
  if (matcher.suffix_match !== undefined) return { suffix: matcher.suffix_match };
  if (matcher.contains_match !== undefined) return { contains: matcher.contains_match };
  return matcher.safe_regex_match === undefined ? undefined : { safe_regex: matcher.safe_regex_match };
}
