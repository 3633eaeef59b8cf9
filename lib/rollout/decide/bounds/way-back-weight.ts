import type { Turn } from '../turn.js';
import { carriedShare } from './carried-share.js';

/**
 * The least share of the audience's requests that has to stay at the canary, because the stable side has no room for it; never more than
 * it has now. Where both have too little room it is split as the room is. What is not known does not hold up the way back:
 * the stable side was kept running.
 */
export function wayBackWeight({ state, observation }: Turn): number {
  const stable = carriedShare(state, 'stable', observation.workloads.stable);
  const canary = carriedShare(state, 'canary', observation.workloads.canary);
  if (stable === undefined || canary === undefined || stable >= 1 || canary === 0) return 0;
  const stays = stable + canary >= 1 ? 1 - stable : canary / (stable + canary);
  return Math.min(state.weight, stays);
}
