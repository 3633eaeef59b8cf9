import type { Turn } from '../turn.js';
import { oddsText } from './odds-text.js';
import { percentText } from './percent-text.js';

/** Says how far each criterion has come where nothing is decided. */
export function openSentence({ reading }: Turn): string {
  const parts = reading.criteria.map(({ name, isProven, provenExcess, logHarm, logHarmBound }) => {
    const proof = isProven
      ? 'proven'
      : provenExcess < 1
        ? `excess below ${percentText(provenExcess)} is sure`
        : 'nothing is proven';
    return `${name}: ${proof}, harm ${oddsText(Math.max(0, logHarm))} of ${oddsText(logHarmBound)}`;
  });
  return [...parts, `${reading.canaryRequests} requests`].join('; ');
}
