import type { Reader } from './read-scalar.js';
import type { Rule } from './rule.js';
import { reportError, type Check } from './walk.js';

/** Checks a scalar's form, then its rule. */
export function scalarCheck<T>(read: Reader<T>, rule: Rule<T> | undefined): Check {
  return (value, walk) => {
    const known = read(value, walk);
    if (known === undefined || rule === undefined || !walk.rulesApply) return;
    const error = rule(known);
    if (error !== undefined) reportError(walk, error);
  };
}
