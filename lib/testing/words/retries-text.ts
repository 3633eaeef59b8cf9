import { retriesOf } from '../ask/retries-of.js';
import type { Asked } from '../asked.js';
import { conditionsText } from './conditions-text.js';
import { perTryText } from './per-try-text.js';

/** How a request is tried again: `it is tried again 2 times on 5xx with no limit for each try`. */
export function retriesText(asked: Asked): string {
  const rules = asked.trace.results.flatMap(retriesOf);
  if (rules.length === 0) return 'no proxy on its way tries again';
  const texts = rules.map(({ attempts, on, statusCodes, perTryTimeoutMs }) => {
    return `${attempts} times on ${conditionsText([...on, ...statusCodes])}${perTryText(perTryTimeoutMs)}`;
  });
  return `it is tried again ${[...new Set(texts)].join('; ')}`;
}
