import { describeEntryPoint } from '../../latency/words/describe-entry-point.js';
import { listNames } from '../../words/list-names.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

/**
 * Finds objectives that cannot be judged because the requests come to services that call each other in a circle.
 */
export const objectiveOnCircularCalls = defineEffectiveCheck('objective-on-circular-calls', function* ({ latency }) {
  const { network, circular } = latency();
  for (const entry of network.entryPoints) {
    const circle = circular.reachedBy(entry.mixes);
    if (entry.objectives === undefined || circle === undefined) continue;
    const [only, ...others] = circle;
    const words =
      others.length === 0
        ? `"${String(only)}", which calls itself`
        : `${listNames(circle)}, which call each other in a circle`;
    yield {
      message: `the objectives of ${describeEntryPoint(entry)} cannot be judged: its requests come to ${words}`,
      origin: entry.origin,
      hint: 'take one of the calls out; or, if no request makes it, give it the load { requestsPerRequest: 0 }',
    };
  }
});
