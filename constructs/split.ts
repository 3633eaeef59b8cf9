import type { ExternalServiceReference, PortReference, ServiceReference, VersionReference } from './references.js';

/** Shares of the owner's own versions, by version name. Made by `split`. */
export interface VersionSplit<VersionName extends string> {
  readonly kind: 'version-split';
  // A list and not a record: some of the owner's versions are enough, and an unknown one is named in the type error.
  readonly shares: readonly { readonly version: VersionName; readonly weight: number }[];
}

/** Shares of any destinations. Made by `split`. */
export interface DestinationSplit<Target> {
  readonly kind: 'destination-split';
  readonly shares: readonly { readonly to: Target; readonly weight: number }[];
}

/** A place that a share of requests can go to. */
export type SplitTarget = ServiceReference | ExternalServiceReference | VersionReference | PortReference;

/**
 * Divides requests by weight in percent. Weights have at most two decimals and must sum to 100.
 *
 * @param shares weights of the owner's versions by name, or a list of destinations with their weights
 *
 * @example
 * reviews.route({ to: split({ v1: 80, v3: 20 }) });
 * reviews.route({ to: split([{ to: reviews.version('v1'), weight: 99 }, { to: archive, weight: 1 }]) });
 */
export function split<const Target extends SplitTarget>(
  shares: readonly { readonly to: Target; readonly weight: number }[],
): DestinationSplit<Target>;
export function split<const VersionName extends string>(
  shares: Readonly<Record<VersionName, number>>,
): VersionSplit<VersionName>;
export function split(
  shares: readonly { readonly to: SplitTarget; readonly weight: number }[] | Readonly<Record<string, number>>,
): DestinationSplit<SplitTarget> | VersionSplit<string> {
  return isList(shares)
    ? { kind: 'destination-split', shares }
    : { kind: 'version-split', shares: Object.entries(shares).map(([version, weight]) => ({ version, weight })) };
}

// Array.isArray does not narrow readonly arrays out of a union.
function isList<T>(value: readonly T[] | Readonly<Record<string, number>>): value is readonly T[] {
  return Array.isArray(value);
}
