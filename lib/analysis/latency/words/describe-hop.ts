import type { Hop } from '../critical-path.js';
import { describeStation } from './describe-station.js';
import { showAmount } from './show-amount.js';

/**
 * Says what a step of the critical path adds to the whole, and what it is mostly made of:
 * `version "v1" of service "cart" 20 ms (40 %: 10 ms own, 8 ms waiting, 2 ms network)`.
 */
export function describeHop(hop: Hop, wholeMs: number): string {
  const { serviceMs, waitingMs, transferMs } = hop;
  const ms = serviceMs + waitingMs + transferMs;
  const parts = [
    `${showAmount(serviceMs)} ms own`,
    ...(waitingMs > ms / 200 ? [`${showAmount(waitingMs)} ms waiting`] : []),
    ...(transferMs > ms / 200 ? [`${showAmount(transferMs)} ms network`] : []),
  ];
  return `${describeStation(hop)} ${showAmount(ms)} ms (${String(Math.round((100 * ms) / wholeMs))} %: ${parts.join(', ')})`;
}
