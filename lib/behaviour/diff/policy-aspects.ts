import type { HttpManager } from '../../simulate/http-manager.js';
import type { ForwardAction } from '../../simulate/route/route-action.js';
import { describeDuration } from '../explain/describe-duration.js';
import type { RouteAspect } from './route-aspect.js';

/** Timeouts, retries and hash keys of a route, defaults of its listener filled in. */
export function policyAspects(action: ForwardAction, manager: HttpManager): readonly RouteAspect[] {
  const { requestTimeoutMs, idleTimeoutMs, retries, hashKeys, missingClusterStatus } = action;
  const aspects: RouteAspect[] = [
    limit('request timeout', requestTimeoutMs),
    limit('idle timeout', idleTimeoutMs ?? manager.streamIdleTimeoutMs),
  ];
  if (retries !== undefined && retries.attempts > 0) {
    const codes = retries.statusCodes.map(String);
    aspects.push(
      { kind: 'retries', name: 'retries', text: String(retries.attempts) },
      { kind: 'retries', name: 'retry on', text: [...[...retries.on].sort(), ...codes.sort()].join(', ') },
      { kind: 'retries', name: 'per-try timeout', text: describeDuration(retries.perTryTimeoutMs) },
      {
        kind: 'retries',
        name: 'back-off',
        text: `${describeDuration(retries.backOffBaseMs)} to ${describeDuration(retries.backOffMaxMs)}`,
      },
    );
  }
  if (hashKeys.length > 0) {
    const keys = hashKeys.map(({ kind, name, isTerminal }) => `${kind} ${name}${isTerminal ? ' (enough alone)' : ''}`);
    aspects.push({ kind: 'load-balancing', name: 'hash keys', text: keys.map((key) => key.trim()).join(', ') });
  }
  if (missingClusterStatus !== 503)
    aspects.push({ kind: 'connection', name: 'status without cluster', text: String(missingClusterStatus) });
  return aspects;
}

function limit(name: string, limitMs: number | 'none'): RouteAspect {
  return { kind: 'timeout', name, text: describeDuration(limitMs), limitMs };
}
