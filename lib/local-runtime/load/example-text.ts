import type { StringMatcher } from '../../ir/match.js';

/** A text that a condition takes; undefined where that would need thought (regexes). */
export function exampleText(matcher: StringMatcher): string | undefined {
  switch (matcher.kind) {
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'contains':
      return matcher.value;
    case 'present':
      return '1';
    case 'regex':
      return undefined;
  }
}
