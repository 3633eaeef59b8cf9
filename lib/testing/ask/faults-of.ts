import type { Fault } from '../../simulate/decision.js';
import type { RequestResult } from '../../simulate/network/request-result.js';
import { hopsOf } from './hops-of.js';

/** The faults that a request could meet on the way to a result, in order. */
export function faultsOf(result: RequestResult): readonly Fault[] {
  return hopsOf(result).flatMap(({ decision: { fault }, cluster }) =>
    fault === undefined || (fault.onlyTo !== undefined && fault.onlyTo !== cluster) ? [] : [fault],
  );
}
