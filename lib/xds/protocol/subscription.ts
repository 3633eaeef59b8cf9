import { isRootType, type ResourceType } from '../resource-types.js';

/** What a client wants of one type. xDS protocol: "How the client specifies what resources to return". */
export interface Subscription {
  /** All there is. */
  readonly isWildcard: boolean;
  /** Names that were asked for one by one; not "*". */
  readonly names: ReadonlySet<string>;
  /** Whether it ever named something, be it "*". Until then an empty list means "all", for clusters and listeners. */
  readonly hasNamed: boolean;
}

/** The name that stands for all. */
const wildcard = '*';

/** What a client wants that has asked for nothing. */
export const noSubscription: Subscription = Object.freeze({
  isWildcard: false,
  names: new Set<string>(),
  hasNamed: false,
});

/** Whether a client wants a resource. */
export function isSubscribed({ isWildcard, names }: Subscription, name: string): boolean {
  return isWildcard || names.has(name);
}

/**
 * What a client wants after a state-of-the-world request: its list replaces the one before. The same object where nothing changes.
 * xDS protocol: "How the client specifies what resources to return", the example for SotW.
 */
export function replaceSubscription(
  before: Subscription,
  type: ResourceType,
  resourceNames: readonly string[],
): Subscription {
  const hasNamed = before.hasNamed || resourceNames.length > 0;
  const names = new Set(resourceNames);
  const asksForAll = names.delete(wildcard) || !hasNamed;
  return unlessSame(before, { isWildcard: asksForAll && isRootType(type), names, hasNamed });
}

/**
 * What a client wants after an incremental request. A name in both lists is subscribed. The same object where nothing changes.
 * xDS protocol: "How the client specifies what resources to return", the example for incremental; "Unsubscribing from
 * Resources": what was never subscribed is unsubscribed without complaint.
 */
export function changeSubscription(
  before: Subscription,
  type: ResourceType,
  { subscribe, unsubscribe }: { readonly subscribe: readonly string[]; readonly unsubscribe: readonly string[] },
): Subscription {
  const isNamed = subscribe.length + unsubscribe.length > 0;
  // An answer to a response; most requests are.
  if (!isNamed && (before.hasNamed || before.isWildcard)) return before;
  const hasNamed = before.hasNamed || isNamed;
  const names = new Set(before.names);
  // A request without any name, before there was one, is a subscription to all.
  let isWildcard = before.isWildcard || !hasNamed;
  for (const name of unsubscribe) {
    if (name === wildcard) isWildcard = false;
    else names.delete(name);
  }
  for (const name of subscribe) {
    if (name === wildcard) isWildcard = true;
    else names.add(name);
  }
  return { isWildcard: isWildcard && isRootType(type), names, hasNamed };
}

function unlessSame(before: Subscription, after: Subscription): Subscription {
  const isSame =
    before.isWildcard === after.isWildcard &&
    before.hasNamed === after.hasNamed &&
    before.names.size === after.names.size &&
    [...after.names].every((name) => before.names.has(name));
  return isSame ? before : after;
}
