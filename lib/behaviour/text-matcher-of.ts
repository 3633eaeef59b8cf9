import { RE2JS } from 're2js';
import type { StringMatcher } from '../ir/match.js';
import type { TextMatcher } from '../simulate/match/text-matcher.js';

/** A condition of the IR on a text, as the simulator has it. */
export function textMatcherOf({ kind, value }: Exclude<StringMatcher, { kind: 'present' }>): TextMatcher {
  return kind === 'regex' ? { kind, regex: RE2JS.compile(value) } : { kind, value, ignoreCase: false };
}
