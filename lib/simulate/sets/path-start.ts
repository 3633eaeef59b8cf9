import type { PathCondition } from '../match/route-condition.js';

/** Text in lower case that every path begins with that meets a condition, but for case. */
export function pathStart(path: PathCondition): string {
  switch (path.kind) {
    case 'exact':
    case 'prefix':
    case 'separated-prefix':
      return path.value.toLowerCase();
    case 'regex':
      // Which re2js calls `any`: the literal text that it looks for before it runs the expression.
      return (path.regex.re2Input.prefix as string).toLowerCase();
    case 'unknown':
      return '';
  }
}
