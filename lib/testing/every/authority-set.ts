import { readRouteCondition } from '../../simulate/read/read-route-condition.js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import { InternalError } from '../../util/internal-error.js';

/** The requests to one authority, as routes see it. */
export function authoritySet(authority: string): RequestSet {
  const headers = [{ name: ':authority', string_match: { exact: authority } }];
  return conditionSet(
    readRouteCondition({ prefix: '/', headers }, (field) => {
      throw new InternalError(`an exact match of the authority is not known: ${field}`);
    }),
  );
}
