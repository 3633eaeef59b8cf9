import type { EffectiveDestination } from '../ir/effective-mesh.js';
import type { LoadBalancingPolicy } from '../ir/policies/load-balancing.js';
import type { Port } from '../ir/port.js';
import type { Leaf } from './mesh-index.js';
import { rolloutMark } from './rollout-mark.js';
import { byDefault, resolveFieldOr, type PolicyLayers } from './policy-layers.js';

/** What a destination is, before its policies. */
export type Backend = EffectiveDestination['backend'];

/**
 * The name of a place: `<service>/<version>/<port>`, `<service>/<port>` or `external/<service>/<port>`; with the mark of a rollout behind it
 * where it is under its policies.
 */
export function destinationName({ backend, port, variant }: Leaf): string {
  return `${placeName(backend, port)}${variant === undefined ? '' : rolloutMark(variant.rollout)}`;
}

function placeName(backend: Backend, port: Port): string {
  switch (backend.kind) {
    case 'version':
      return `${backend.service.name}/${backend.version}/${port.name}`;
    case 'service':
      return `${backend.service.name}/${port.name}`;
    case 'external-service':
      return `external/${backend.service.name}/${port.name}`;
  }
}

/**
 * Resolves the policies of one destination. Defaults are Envoy's own, written out, except for balancing: least request
 * spreads load better than Envoy's round robin when requests differ in cost.
 */
export function effectiveDestination(leaf: Leaf, layers: PolicyLayers): EffectiveDestination {
  const { backend, port, variant } = leaf;
  const path = backend.service.origin.constructPath;
  const limit = (field: 'maxConnections' | 'maxPendingRequests' | 'maxRequests' | 'maxRetries', value: number) =>
    resolveFieldOr(layers, 'circuitBreaker', field, byDefault(value, path));
  const outlierDetection = effectiveOutlierDetection(layers, path);
  return {
    name: destinationName(leaf),
    ...(variant === undefined ? {} : { rollout: variant.rollout }),
    origin: backend.service.origin,
    backend,
    port,
    protocol: port.protocol,
    connectTimeoutMs: resolveFieldOr(layers, 'timeout', 'connectMs', byDefault(5_000, path)),
    loadBalancing: effectiveLoadBalancing(layers, path),
    circuitBreaker: {
      maxConnections: limit('maxConnections', 1024),
      maxPendingRequests: limit('maxPendingRequests', 1024),
      maxRequests: limit('maxRequests', 1024),
      maxRetries: limit('maxRetries', 3),
    },
    ...(outlierDetection === undefined ? {} : { outlierDetection }),
  };
}

function effectiveOutlierDetection(
  layers: PolicyLayers,
  path: string,
): EffectiveDestination['outlierDetection'] | undefined {
  if (!layers.some(({ outlierDetection }) => outlierDetection !== undefined)) return undefined;
  const field = (
    name: 'consecutive5xx' | 'consecutiveGatewayErrors' | 'intervalMs' | 'baseEjectionTimeMs' | 'maxEjectionPercent',
    value: number,
  ) => resolveFieldOr(layers, 'outlierDetection', name, byDefault(value, path));
  return {
    consecutive5xx: field('consecutive5xx', 5),
    consecutiveGatewayErrors: field('consecutiveGatewayErrors', 5),
    intervalMs: field('intervalMs', 10_000),
    baseEjectionTimeMs: field('baseEjectionTimeMs', 30_000),
    maxEjectionPercent: field('maxEjectionPercent', 10),
  };
}

function effectiveLoadBalancing(layers: PolicyLayers, path: string): LoadBalancingPolicy {
  let effective: LoadBalancingPolicy = { kind: 'least-request', origin: { kind: 'default', constructPath: path } };
  for (const { loadBalancing } of layers) {
    if (loadBalancing === undefined) continue;
    // The same algorithm said again adds its settings; another one has nothing in common with what was there.
    effective =
      effective.kind === loadBalancing.kind
        ? { ...withoutRing(effective, loadBalancing), ...loadBalancing }
        : loadBalancing;
  }
  return effective;
}

// Both ends of a ring's size are one field: a wider scope's minimum may be over a narrower one's maximum.
function withoutRing(wider: LoadBalancingPolicy, narrower: LoadBalancingPolicy): LoadBalancingPolicy {
  if (wider.kind !== 'ring-hash' || narrower.kind !== 'ring-hash') return wider;
  if (narrower.minimumRingSize === undefined && narrower.maximumRingSize === undefined) return wider;
  return { kind: wider.kind, origin: wider.origin, hashOn: wider.hashOn };
}
