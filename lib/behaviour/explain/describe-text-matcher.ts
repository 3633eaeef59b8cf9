import type { TextMatcher } from '../../simulate/match/text-matcher.js';

const verbs = { exact: 'is', prefix: 'begins with', suffix: 'ends with', contains: 'contains' };

/** What a matcher asks of a text, as the rest of a sentence: `begins with "a"`. */
export function describeTextMatcher(matcher: TextMatcher): string {
  switch (matcher.kind) {
    case 'unknown':
      return 'meets something that the simulator does not know';
    case 'regex':
      return `matches ${matcher.regex.pattern()}`;
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'contains':
      return `${verbs[matcher.kind]} "${matcher.value}"${matcher.ignoreCase ? ' (in any case)' : ''}`;
  }
}
