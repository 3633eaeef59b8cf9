import type { EffectiveHttpRoute, EffectiveMesh } from '../../ir/effective-mesh.js';
import { httpRoutesOf } from './http-routes-of.js';

/** A retry that comes later than this after its route has gone may fail: requests without an end cannot be waited for. */
const longestWaitForRetriesMs = 60_000;

/**
 * The longest time after which a request may still ask for the destination of the route that was chosen for it, in ms:
 * when a fault lets it go, and again at each retry until its timeout. 0 where routes have neither.
 */
export function longestHold(mesh: EffectiveMesh): number {
  return httpRoutesOf(mesh)
    .flatMap((route): readonly Held[] => (route.variant === undefined ? [route] : [route, route.variant]))
    .reduce((longest, route) => Math.max(longest, delayMs(route) + retryMs(route)), 0);
}

/** A route, or what a rollout of a policy makes of it. */
type Held = Pick<EffectiveHttpRoute, 'action' | 'retries' | 'timeout' | 'fault'>;

function delayMs({ fault }: Held): number {
  return fault?.delay?.durationMs ?? 0;
}

/** Envoy's route timeout begins when a fault has let the request go. */
function retryMs({ action, retries, timeout }: Held): number {
  if (retries === undefined || action.kind === 'redirect') return 0;
  const { value } = timeout.requestMs;
  return value === 'none' ? longestWaitForRetriesMs : Math.min(value, longestWaitForRetriesMs);
}
