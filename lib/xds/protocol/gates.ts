import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import { resourceTypes, type ResourceType } from '../resource-types.js';
import type { ResourceKey, ServedResource } from '../served-resource.js';
import type { Snapshot } from '../snapshot.js';
import { isSubscribed } from './subscription.js';
import { heldVersion, isSame, type Held, type TypeState } from './type-state.js';

/** Says which changes may go out now, so that no interleaving leaves a client with a reference to what it lacks. */
export interface Gates<R extends ServedResource> {
  /** Whether all is there that a resource refers to. */
  readonly mayUse: (resource: R) => boolean;
  /** Whether nothing is left that refers to a resource. */
  readonly mayRemove: (key: ResourceKey) => boolean;
}

/** Gates that stand open: a stream of one type cannot wait for another. */
export const openGates: Gates<ServedResource> = Object.freeze({ mayUse: () => true, mayRemove: () => true });

type States<R extends ServedResource> = ReadonlyMap<ResourceType, TypeState<R>>;

const { cluster, clusterLoadAssignment, extensionConfig, listener, routeConfiguration, secret, virtualHost } =
  resourceTypeUrls;

/** What each type may refer to. */
const referenceTypes: Readonly<Record<ResourceType, readonly ResourceType[]>> = {
  [cluster]: [clusterLoadAssignment, secret, extensionConfig],
  [clusterLoadAssignment]: [],
  [secret]: [],
  [listener]: [cluster, routeConfiguration, secret, extensionConfig],
  [extensionConfig]: [cluster, secret],
  [routeConfiguration]: [cluster, virtualHost],
  [virtualHost]: [cluster],
};

/**
 * Make before break on a stream that carries all types: a route goes out when its clusters are accepted, with endpoints; a
 * cluster goes when no route or listener names it that the client may hold. Waits for nothing that the client has not
 * asked for. xDS protocol: "Eventual consistency considerations", "Resource warming".
 */
export function makeBeforeBreak<R extends ServedResource>(states: States<R>, snapshot: Snapshot<R>): Gates<R> {
  let held: HeldReferences | undefined;
  return {
    mayUse: (resource) => {
      const hasEarlier = isHeld(states.get(resource.type)?.accepted.get(resource.name));
      return resource.references.every(
        (reference) =>
          rank(reference.type) > rank(resource.type) ||
          isReady(states, snapshot, { key: reference, from: resource.type, hasEarlier }),
      );
    },
    mayRemove: (key) => {
      held ??= heldReferences(states, snapshot);
      // A client that comes back asks for one type after the other: what refers to this may be still to come.
      const isClaimed = states.get(key.type)?.accepted.get(key.name)?.kind === 'version';
      if (key.type === cluster && isClaimed && !hasShownUsers(states, snapshot)) return false;
      return !held.unknownTypes.has(key.type) && !held.keys.has(keyText(key));
    },
  };
}

function rank(type: ResourceType): number {
  return resourceTypes.indexOf(type);
}

function isHeld<R extends ServedResource>(held: Held<R> | undefined): boolean {
  return held !== undefined && held.kind !== 'absent';
}

/**
 * Whether the client has accepted what a reference leads to, at the version that it is to have.
 * A refused target holds back a resource that replaces an earlier one, for that still works; where there is no earlier one,
 * some of it is better than nothing.
 */
function isReady<R extends ServedResource>(
  states: States<R>,
  snapshot: Snapshot<R>,
  { key, from, hasEarlier }: { readonly key: ResourceKey; readonly from: ResourceType; readonly hasEarlier: boolean },
): boolean {
  const wanted = snapshot[key.type].get(key.name);
  if (wanted === undefined) return true;
  const state = states.get(key.type);
  if (state === undefined || !isSubscribed(state.subscription, key.name)) {
    // A client that has accepted a cluster will ask for its endpoints and secrets; whether it ever asks for the cluster is its own affair.
    return from !== cluster;
  }
  if (state.outstanding?.changes.has(key.name) === true || state.wanting.has(key.name)) return false;
  const rejected = state.rejected.get(key.name);
  if (rejected !== undefined && isSame(rejected, { kind: 'resource', resource: wanted })) return !hasEarlier;
  const accepted = state.accepted.get(key.name);
  if (accepted === undefined || heldVersion(accepted) !== wanted.version) return false;
  // A cluster takes no requests before it has its endpoints and secrets.
  return wanted.references.every((next) => isReady(states, snapshot, { key: next, from: key.type, hasEarlier }));
}

/** Whether the client has asked for listeners, and holds the routes and configurations of filters that they name. */
function hasShownUsers<R extends ServedResource>(states: States<R>, snapshot: Snapshot<R>): boolean {
  const listeners = states.get(listener)?.subscription.isWildcard === true ? snapshot[listener] : undefined;
  const named = [...(listeners?.values() ?? [])].flatMap(({ references }) => references);
  const isShown = ({ type, name }: ResourceKey): boolean => {
    if (type !== routeConfiguration && type !== extensionConfig) return true;
    // Virtual hosts that were fetched are claimed in the first request for any.
    const fetches = snapshot[type].get(name)?.references.some((next) => next.type === virtualHost) === true;
    return states.get(type)?.accepted.has(name) === true && (!fetches || states.has(virtualHost));
  };
  return listeners !== undefined && named.every(isShown);
}

interface HeldReferences {
  readonly keys: ReadonlySet<string>;
  /** Types that something may refer to of which only an old version is known. */
  readonly unknownTypes: ReadonlySet<ResourceType>;
}

function keyText({ type, name }: ResourceKey): string {
  return `${type} ${name}`;
}

/** All that is referred to by what the client may hold: accepted, on its way, or refused in company. */
function heldReferences<R extends ServedResource>(states: States<R>, snapshot: Snapshot<R>): HeldReferences {
  const keys = new Set<string>();
  const unknownTypes = new Set<ResourceType>();
  for (const state of states.values()) {
    const maps = [state.accepted, state.rejected, state.outstanding?.changes ?? new Map<string, Held<R>>()];
    for (const [name, held] of maps.flatMap((map) => [...map])) {
      if (held.kind === 'absent') continue;
      const resource = held.kind === 'resource' ? held.resource : snapshot[state.type].get(name);
      if (resource === undefined || resource.version !== heldVersion(held)) {
        for (const type of referenceTypes[state.type]) unknownTypes.add(type);
        continue;
      }
      for (const reference of resource.references) keys.add(keyText(reference));
    }
  }
  return { keys, unknownTypes };
}
