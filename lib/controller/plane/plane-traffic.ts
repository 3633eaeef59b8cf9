import { armSharesOf } from '../../control-plane/rollouts/arm-shares-of.js';
import { createShareTable } from '../../control-plane/rollouts/create-share-table.js';
import type { SharePlane } from '../../control-plane/rollouts/share-plane.js';
import type { TrafficPort } from '../ports/traffic-port.js';
import { proxiesObserved } from './proxies-observed.js';

/** Divides requests through a plane in this process: a live mesh, or the one of `meshwright up`. */
export function planeTraffic(plane: SharePlane): TrafficPort {
  const table = createShareTable(plane);
  return {
    push: (plan, { epoch, ...exposure }) =>
      Promise.resolve(table.put(plan.name, { epoch, shares: new Map(armSharesOf(plan, exposure)) })),
    standing: (plan) => {
      const { refused, ...counts } = table.standingOf(plan.name);
      return Promise.resolve(
        proxiesObserved({
          ...counts,
          ...(refused === undefined ? {} : { refused: { nodeId: refused.nodeId, message: refused.refusal.message } }),
        }),
      );
    },
    watch: plane.watch,
  };
}
