import type { Origin } from '../diagnostics/origin.js';
import type { Effective } from '../ir/effective-mesh.js';
import type { Policies, PolicyByKind, PolicyKind } from '../ir/policies/policies.js';

/** Scopes that hold for one request or destination, widest first. */
export type PolicyLayers = readonly Policies[];

/**
 * Resolves one field of a policy: the narrowest scope that gives it decides, and is named as the origin.
 */
export function resolveField<Kind extends PolicyKind, Field extends keyof PolicyByKind[Kind]>(
  layers: PolicyLayers,
  kind: Kind,
  field: Field,
): Effective<NonNullable<PolicyByKind[Kind][Field]>> | undefined {
  for (let index = layers.length - 1; index >= 0; index--) {
    const policy = layers[index]?.[kind] as PolicyByKind[Kind] | undefined;
    const value = policy?.[field];
    if (policy !== undefined && value !== undefined && value !== null) return { value, origin: policy.origin };
  }
  return undefined;
}

/** The same with a value of ours where no scope gives one. */
export function resolveFieldOr<Kind extends PolicyKind, Field extends keyof PolicyByKind[Kind]>(
  layers: PolicyLayers,
  kind: Kind,
  field: Field,
  fallback: Effective<NonNullable<PolicyByKind[Kind][Field]>>,
): Effective<NonNullable<PolicyByKind[Kind][Field]>> {
  return resolveField(layers, kind, field) ?? fallback;
}

/** Names a value of ours as such. */
export function byDefault<T>(value: T, constructPath: string): Effective<T> {
  const origin: Origin = { kind: 'default', constructPath };
  return { value, origin };
}
