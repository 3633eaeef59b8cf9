import { pathWithoutQuery } from '../path/path-without-query.js';
import { replaceByRegex } from '../path/replace-by-regex.js';
import type { PathCondition } from '../match/route-condition.js';
import type { PathRewrite } from './route-action.js';

/**
 * The path as a rewrite leaves it, the query in its place. A prefix rewrite replaces what the route's condition matched:
 * the prefix, or all of it. Undefined where a regular expression leaves no path: Envoy then rewrites nothing.
 *
 * @param path with the query
 */
export function rewritePath(path: string, rewrite: PathRewrite, condition: PathCondition): string | undefined {
  const before = pathWithoutQuery(path);
  const query = path.slice(before.length);
  switch (rewrite.kind) {
    case 'prefix': {
      const matched =
        condition.kind === 'prefix' || condition.kind === 'separated-prefix' ? condition.value.length : before.length;
      return rewrite.replacement + before.slice(matched) + query;
    }
    case 'regex': {
      const replaced = replaceByRegex(before, rewrite.rewrite);
      return replaced === '' ? undefined : replaced + query;
    }
  }
}
