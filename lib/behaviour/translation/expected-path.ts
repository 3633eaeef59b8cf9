import { RE2JS } from 're2js';
import type { PathMatch } from '../../ir/match.js';
import type { PathRewrite } from '../../ir/route.js';
import { replaceByRegex } from '../../simulate/path/replace-by-regex.js';

/**
 * A path as a rewrite of the IR leaves it, the query in its place. A prefix goes by whole segments: what is left of the
 * path follows the new prefix behind exactly one slash.
 *
 * @param path with the query
 * @param matched the condition whose prefix is replaced
 */
export function expectedPath(rewrite: PathRewrite | undefined, path: string, matched: PathMatch | undefined): string {
  const [bare = ''] = path.split('?');
  const query = path.slice(bare.length);
  switch (rewrite?.kind) {
    case undefined:
      return path;
    case 'full':
      return rewrite.path + query;
    case 'regex': {
      // The IR takes RE2's own substitution, so there is nothing of the IR's to say it by.
      const { pattern, substitution } = rewrite;
      const replaced = replaceByRegex(bare, { regex: RE2JS.compile(pattern), substitution });
      // Envoy keeps the path where nothing would be left of it.
      return replaced === '' ? path : replaced + query;
    }
    case 'prefix': {
      const start = rewrite.prefix.replace(/\/+$/, '');
      const depth = matched === undefined ? 0 : matched.value.replace(/\/+$/, '').length;
      const rest = matched === undefined || matched.kind === 'prefix' ? bare.slice(depth) : '';
      return (`${start}${rest}` === '' ? '/' : `${start}${rest}`) + query;
    }
  }
}
