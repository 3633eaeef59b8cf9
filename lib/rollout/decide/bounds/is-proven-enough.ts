import type { Turn } from '../turn.js';
import { isBaked } from './is-baked.js';
import { isProvable } from './is-provable.js';

/** Whether promotion is proven: every gate, by enough requests and time at the last weight, and no harm. */
export function isProvenEnough(turn: Pick<Turn, 'state' | 'reading'>): boolean {
  const { state, reading } = turn;
  return isProvable(state.plan) && reading.isProven && reading.harmful.length === 0 && isBaked(turn);
}
