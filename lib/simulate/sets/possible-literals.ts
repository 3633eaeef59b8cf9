import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import { conditionLiterals } from './condition-literals.js';
import type { Literal } from './literal.js';

/** Fields that ask for more than the rest of the condition, so that the rest still has to be met. */
const furtherConditions = /: match\.(?:runtime_fraction|dynamic_metadata|filter_state|tls_context)$/;

/**
 * What every request meets that a route takes. Of a route that is understood this is all it asks for; of another one, as
 * much of it as is sure.
 */
export const possibleLiterals: (route: SimulatedRoute) => readonly Literal[] = memoiseByObject(
  ({ condition, unknownConditions }) => {
    if (unknownConditions.length === 0) return conditionLiterals(condition);
    if (condition.path.kind === 'unknown') return [];
    const isSure = unknownConditions.every((field) => furtherConditions.test(field));
    const sure = isSure ? condition : { ...condition, headers: [], query: [], cookies: [], isGrpc: false };
    return conditionLiterals({ ...sure, isEnabled: true });
  },
);
