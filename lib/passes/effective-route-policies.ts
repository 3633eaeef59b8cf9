import type { EffectiveRetries, EffectiveTimeout } from '../ir/effective-mesh.js';
import type { FaultPolicy } from '../ir/policies/fault.js';
import type { PortProtocol } from '../ir/port.js';
import { byDefault, resolveField, resolveFieldOr, type PolicyLayers } from './policy-layers.js';

/** Policies of one route, resolved. */
export interface EffectiveRoutePolicies {
  readonly timeout: EffectiveTimeout;
  readonly retries?: EffectiveRetries;
  readonly fault?: FaultPolicy;
}

/**
 * Resolves the policies of one route. Without a word from the user a request may take 15 seconds, Envoy's own limit,
 * except on gRPC, whose streams may last; and nothing is tried again.
 *
 * @param layers widest first, the route itself last
 * @param protocol what is spoken to the destination
 * @param path construct that takes the defaults
 */
export function effectiveRoutePolicies(
  layers: PolicyLayers,
  protocol: PortProtocol,
  path: string,
): EffectiveRoutePolicies {
  const retries = effectiveRetries(layers, path);
  const fault = effectiveFault(layers);
  return {
    timeout: {
      requestMs: resolveFieldOr(layers, 'timeout', 'requestMs', byDefault(protocol === 'grpc' ? 'none' : 15_000, path)),
      idleMs: resolveFieldOr(layers, 'timeout', 'idleMs', byDefault(300_000, path)),
    },
    ...(retries === undefined ? {} : { retries }),
    ...(fault === undefined ? {} : { fault }),
  };
}

function effectiveRetries(layers: PolicyLayers, path: string): EffectiveRetries | undefined {
  if (!layers.some(({ retries }) => retries !== undefined)) return undefined;
  const attempts = resolveFieldOr(layers, 'retries', 'attempts', byDefault(2, path));
  if (attempts.value === 0) return undefined;
  const perTryTimeoutMs = resolveField(layers, 'retries', 'perTryTimeoutMs');
  // Both ends of a back-off are one field: a wider scope's longest pause may be under a narrower one's first.
  const backOffFrom = layers.findLastIndex(({ retries }) => retries?.backOffBaseMs !== undefined);
  const backOffLayers = layers.slice(Math.max(backOffFrom, 0));
  const backOffBaseMs = resolveFieldOr(backOffLayers, 'retries', 'backOffBaseMs', byDefault(25, path));
  return {
    attempts,
    on: resolveFieldOr(layers, 'retries', 'on', byDefault(['connect-failure', 'refused-stream'] as const, path)),
    statusCodes: resolveFieldOr(layers, 'retries', 'statusCodes', byDefault([], path)),
    backOffBaseMs,
    backOffMaxMs: resolveFieldOr(backOffLayers, 'retries', 'backOffMaxMs', byDefault(backOffBaseMs.value * 10, path)),
    ...(perTryTimeoutMs === undefined ? {} : { perTryTimeoutMs }),
  };
}

function effectiveFault(layers: PolicyLayers): FaultPolicy | undefined {
  let effective: FaultPolicy | undefined;
  for (const { fault } of layers) if (fault !== undefined) effective = { ...effective, ...fault };
  return effective;
}
