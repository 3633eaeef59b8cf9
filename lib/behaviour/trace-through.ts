import { followRequest } from '../simulate/network/follow-request.js';
import { requestResults } from '../simulate/network/request-results.js';
import type { SimulatedNetwork } from '../simulate/network/simulated-network.js';
import { InternalError } from '../util/internal-error.js';
import type { ResolvedRequest } from './resolved-request.js';
import type { Trace } from './trace.js';

/** Follows a request whose start is known through a network; the likeliest results first. */
export function traceThrough(network: SimulatedNetwork, resolved: ResolvedRequest): Trace {
  const step = followRequest(network, resolved.start, resolved.request);
  if (step === undefined) throw new InternalError(`"${resolved.start.proxy}" is where a request starts, and no proxy`);
  const share = ({ probability: { numerator, denominator } }: Trace['results'][number]): number =>
    numerator / denominator;
  const results = [...requestResults(step)].sort((left, right) => share(right) - share(left));
  return { ...resolved, step, results };
}
