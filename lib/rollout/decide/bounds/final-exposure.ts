import type { RolloutPlan } from '../../plan/rollout-plan.js';
import { type Exposure, noExposure } from '../exposure.js';
import { mostWeight } from './most-weight.js';

/**
 * What comes to the canary before it is promoted, at the most; proof is looked for there.
 *
 * - `paced`, `steps`: the highest share, but for what stays at the stable side to compare with.
 * - `blue-green`: the same of everything. Nothing can be proven before it, so it goes there at once, and the bake comes after.
 * - `a-b`: every request that matches. The group is compared with the others at the stable side, so criteria should be absolute
 *   where the group behaves otherwise than they do.
 * - `mirror`: no request, and a copy of a share. What copies do is seen at the canary only, and no caller suffers from it.
 */
export function finalExposure(plan: RolloutPlan): Exposure {
  const { strategy } = plan;
  const most = mostWeight(plan);
  switch (strategy.kind) {
    case 'paced':
      return { ...noExposure, weight: Math.min(strategy.most, most) };
    case 'steps':
      return { ...noExposure, weight: Math.min(strategy.steps.at(-1)?.weight ?? 1, most) };
    case 'blue-green':
      return { ...noExposure, weight: most };
    case 'a-b':
      return { weight: 1, mirror: 0, audience: 'matching' };
    case 'mirror':
      return { ...noExposure, mirror: strategy.share };
  }
}
