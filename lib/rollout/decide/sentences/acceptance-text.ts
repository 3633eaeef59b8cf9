import type { Turn } from '../turn.js';

/** Who has not accepted the weight that was asked for last. */
export function acceptanceText({ state, observation }: Turn): string {
  const { proxies } = observation;
  const weight = `weight number ${state.epoch}`;
  if (proxies.kind === 'unknown') return `it is not known who accepted ${weight}`;
  if (proxies.epoch !== state.epoch) return `${weight} has not reached the proxies`;
  if (proxies.kind === 'refused') return `proxy ${proxies.nodeId} refused ${weight}: ${proxies.message}`;
  const accepted = proxies.kind === 'pending' ? proxies.accepted : proxies.carrying;
  return `${accepted} of ${proxies.carrying} proxies accepted ${weight}`;
}
