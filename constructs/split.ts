import type { ExternalServiceReference, PortReference, ServiceReference, VersionReference } from './references.js';

/** Shares of the owner's own versions, by version name. Made by `split`. */
export interface VersionSplit<VersionName extends string> {
  /** Tells the two sorts of splits apart. */
  readonly kind: 'version-split';
  /** Weights in percent, in the order given. */
  // A list and not a record: some of the owner's versions are enough, and an unknown one is named in the type error.
  readonly shares: readonly { readonly version: VersionName; readonly weight: number }[];
}

/** Shares of any destinations. Made by `split`. */
export interface DestinationSplit<Target> {
  /** Tells the two sorts of splits apart. */
  readonly kind: 'destination-split';
  /** Weights in percent, in the order given. */
  readonly shares: readonly { readonly to: Target; readonly weight: number }[];
}

/** A place that a share of requests can go to. */
export type SplitTarget = ServiceReference | ExternalServiceReference | VersionReference | PortReference;

/** Shares by version name, or a list of destinations with their shares. */
type Shares = Readonly<Record<string, number>> | ShareList;

/** Destinations with their shares. */
type ShareList = readonly { readonly to: SplitTarget; readonly weight: number }[];

/** What `split` makes of shares. */
export type SplitOf<Given> = Given extends readonly { readonly to: infer Target }[]
  ? DestinationSplit<Target>
  : VersionSplit<keyof Given & string>;

/**
 * Divides requests by weight in percent. Weights have at most two decimals and must sum to 100.
 *
 * @param shares weights of the owner's versions by name, or a list of destinations with their weights
 *
 * @example
 * reviews.route({ to: split({ v1: 80, v3: 20 }) });
 * reviews.route({ to: split([{ to: reviews.version('v1'), weight: 99 }, { to: archive, weight: 1 }]) });
 */
export function split<const Given extends Shares>(shares: Given): SplitOf<Given> {
  const given: Shares = shares;
  const result: DestinationSplit<SplitTarget> | VersionSplit<string> = isList(given)
    ? { kind: 'destination-split', shares: given }
    : { kind: 'version-split', shares: Object.entries(given).map(([version, weight]) => ({ version, weight })) };
  // The type says of Given what the line above decides by its value.
  return result as SplitOf<Given>;
}

// Array.isArray does not narrow readonly arrays out of a union.
function isList(shares: Shares): shares is ShareList {
  return Array.isArray(shares);
}
