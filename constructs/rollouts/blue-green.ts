import type { Strategy } from '../../lib/ir/rollout/strategy.js';

/**
 * Sends nobody to the canary until it is ready, then everybody at once but for a small share to compare with. The stable side stays
 * ready until the watch after it ends, so that the way back is short.
 */
export function blueGreen(): Strategy {
  return { kind: 'blue-green' };
}
