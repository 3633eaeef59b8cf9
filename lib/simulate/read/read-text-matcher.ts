import type { StringMatcher } from 'envoy-config-types/envoy/type/matcher/v3';
import { RE2JS } from 're2js';
import type { TextMatcher } from '../match/text-matcher.js';
import type { Note } from './note.js';

const kinds = ['exact', 'prefix', 'suffix', 'contains'] as const;

/** Reads a condition on a text. */
export function readTextMatcher(matcher: StringMatcher, note: Note): TextMatcher {
  const ignoreCase = matcher.ignore_case === true;
  for (const kind of kinds) {
    const value = matcher[kind];
    if (value !== undefined) return { kind, value: ignoreCase ? value.toLowerCase() : value, ignoreCase };
  }
  if (matcher.safe_regex !== undefined) return { kind: 'regex', regex: RE2JS.compile(matcher.safe_regex.regex) };
  note('custom');
  return { kind: 'unknown' };
}
