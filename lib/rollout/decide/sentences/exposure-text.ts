import type { Exposure } from '../exposure.js';
import type { RolloutState } from '../rollout-state.js';
import { armNames } from './arm-names.js';
import { percentText } from './percent-text.js';

/** What comes to the canary: `checkout/v2 gets 2 % of requests`. */
export function exposureText({ plan }: RolloutState, { weight, mirror, audience }: Exposure): string {
  const { canary } = armNames(plan);
  if (mirror > 0) return `${canary} gets copies of ${percentText(mirror)} of requests`;
  if (weight === 0) return `${canary} gets nothing`;
  return `${canary} gets ${percentText(weight)} of ${audience === 'matching' ? 'the requests that match' : 'requests'}`;
}
