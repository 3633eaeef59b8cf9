import type { Exposure } from '../exposure.js';

/** Whether two exposures send the same; of nothing it does not matter whose nothing it is. */
export function sameExposure(left: Exposure, right: Exposure): boolean {
  return (
    left.weight === right.weight &&
    left.mirror === right.mirror &&
    (left.weight === 0 || left.audience === right.audience)
  );
}
