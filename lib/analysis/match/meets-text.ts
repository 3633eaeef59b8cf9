import { RE2JS } from 're2js';
import type { StringMatcher } from '../../ir/match.js';
import { findRegexError } from '../syntax/find-regex-error.js';

/**
 * Whether a text meets a condition. Undefined for a regular expression that does not compile: what is wrong with it is
 * told elsewhere.
 */
export function meetsText(matcher: StringMatcher, text: string): boolean | undefined {
  switch (matcher.kind) {
    case 'exact':
      return text === matcher.value;
    case 'prefix':
      return text.startsWith(matcher.value);
    case 'suffix':
      return text.endsWith(matcher.value);
    case 'contains':
      return text.includes(matcher.value);
    case 'regex':
      return findRegexError(matcher.value) === undefined ? RE2JS.matches(matcher.value, text) : undefined;
    case 'present':
      return true;
  }
}
