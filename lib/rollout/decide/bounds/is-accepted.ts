import type { Turn } from '../turn.js';

/** Whether every proxy that carries the route holds the weight that was asked for last. */
export function isAccepted({ state, observation }: Pick<Turn, 'state' | 'observation'>): boolean {
  return observation.proxies.kind === 'accepted' && observation.proxies.epoch === state.epoch;
}
