import type { PathMatch } from '../../lib/ir/match.js';
import type { Condition } from './condition.js';

/**
 * Conditions on the path of a request, without its query.
 *
 * @example
 * reviews.route({ match: path.prefix('/reviews'), to: reviews.version('v2') });
 */
export const path = Object.freeze({
  /** The whole path, to the letter: `/login` does not take `/login/`. */
  exact: (value: string): Condition => condition('exact', value),
  /** A path and all below it, by whole segments: `/v2` takes `/v2` and `/v2/x`, not `/v2x`. */
  prefix: (value: string): Condition => condition('prefix', value),
  /** An RE2 expression over the whole path. */
  regex: (value: string): Condition => condition('regex', value),
});

function condition(kind: PathMatch['kind'], value: string): Condition {
  return { kind: 'path', path: { kind, value } };
}
