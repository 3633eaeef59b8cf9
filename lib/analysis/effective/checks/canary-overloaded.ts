import { capacityOf } from '../../latency/capacity-of.js';
import { findOverloads } from '../../latency/find-overloads.js';
import { describeStation } from '../../latency/words/describe-station.js';
import { showAmount } from '../../latency/words/show-amount.js';
import { suggestReplicas } from '../../latency/words/suggest-replicas.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

/**
 * Finds versions that get more than they can do while the other versions of their service have room.
 */
export const canaryOverloaded = defineEffectiveCheck('canary-overloaded', function* ({ latency }) {
  for (const overload of findOverloads(latency())) {
    if (overload.kind !== 'share') continue;
    const { station, requestsPerSecond, ofRequestsPerSecond } = overload;
    const share = (100 * requestsPerSecond) / ofRequestsPerSecond;
    const canTake = (100 * capacityOf(station)) / ofRequestsPerSecond;
    yield {
      message: `${describeStation(station)} gets ${showAmount(requestsPerSecond)} requests a second, ${showAmount(share)} % of those of its service, and can do ${showAmount(capacityOf(station))}`,
      origin: station.origin,
      hint: `send it less than ${showAmount(canTake)} % of them; or ${suggestReplicas([overload])}`,
    };
  }
});
