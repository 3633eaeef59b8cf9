import type { Observation } from '../../observation/observation.js';

/** The highest number of a weight that proxies were asked to hold; 0: none, or not known. */
export function observedEpoch({ proxies }: Observation): number {
  return proxies.kind === 'unknown' ? 0 : proxies.epoch;
}
