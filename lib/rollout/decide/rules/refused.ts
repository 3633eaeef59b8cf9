import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import type { Turn } from '../turn.js';

/** A proxy has refused the configuration: back at once, for no number of requests would change that. */
export function refused(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  const { proxies } = observation;
  if (proxies.kind !== 'refused' || proxies.epoch !== state.epoch || state.phase === 'returning') return undefined;
  const sentence = `proxy ${proxies.nodeId} refused weight number ${proxies.epoch}: ${proxies.message}`;
  return goBack(turn, { reason: { code: 'refused', sentence }, notice: 'error' });
}
