import type { MatchTerm } from '../../ir/match.js';
import { exampleText } from './example-text.js';

/** Headers that meet the conditions of a term; undefined where none are known to. */
export function exampleHeaders(term: MatchTerm): Readonly<Record<string, string>> | undefined {
  const headers: Record<string, string> = {};
  for (const { name, matcher, negate } of term.headers) {
    if (negate) continue; // a request without the header meets it
    const value = exampleText(matcher);
    if (value === undefined) return undefined;
    headers[name] = value;
  }
  return headers;
}
