import type { ResourceType } from '../resource-types.js';
import { isHostCollection } from '../host-collection.js';
import type { ServedResource } from '../served-resource.js';
import { isSubscribed, noSubscription, type Subscription } from './subscription.js';

/** What a client is told of a name: its resource, or that there is none. */
export type Told<R extends ServedResource> =
  { readonly kind: 'resource'; readonly resource: R } | { readonly kind: 'absent' };

/** What a client holds under a name. `version`: it said so when it reconnected; what is in it only its version can tell. */
export type Held<R extends ServedResource> = Told<R> | { readonly kind: 'version'; readonly version: string };

/** A response that the client has not answered. */
interface Outstanding<R extends ServedResource> {
  readonly nonce: string;
  readonly version: string;
  /** What it said that was new, by name. */
  readonly changes: ReadonlyMap<string, Told<R>>;
}

/** All that a server knows of one type on one stream. Never changes; each event gives another. */
export interface TypeState<R extends ServedResource> {
  readonly type: ResourceType;
  /** Whether the client has sent a request of this type. */
  readonly hasAsked: boolean;
  readonly subscription: Subscription;
  /** What the client has accepted, its last good configuration. */
  readonly accepted: ReadonlyMap<string, Held<R>>;
  /** What stood in responses that it refused, and was not accepted since. It is not sent again, but for `retries`. */
  readonly rejected: ReadonlyMap<string, Told<R>>;
  /** Parts of refused responses, to be sent apart from each other until the culprit stands alone. First one first. */
  readonly retries: readonly (readonly string[])[];
  /** Names to be sent although the client seems to hold them. */
  readonly wanting: ReadonlySet<string>;
  /** Whether the client waits for an answer, be it an empty one. */
  readonly isAnswerDue: boolean;
  /** Whether something is to be sent or removed that has to wait for another type. */
  readonly isWaiting: boolean;
  /** Version of the whole type that the client says it holds from an earlier stream; until it can be compared. */
  readonly claimedVersion?: string | undefined;
  readonly outstanding?: Outstanding<R> | undefined;
  /** Nonce of the last response; "" before it. */
  readonly lastNonce: string;
  /** What the node is to hold of this type, once all of it was said: only what differs from it can be news. */
  readonly said?: ReadonlyMap<string, ServedResource> | undefined;
}

/** The state before the first request. */
export function newTypeState<R extends ServedResource>(type: ResourceType): TypeState<R> {
  return {
    type,
    hasAsked: false,
    subscription: noSubscription,
    accepted: new Map(),
    rejected: new Map(),
    retries: [],
    wanting: new Set(),
    isAnswerDue: false,
    isWaiting: false,
    lastNonce: '',
  };
}

/** Whether two say the same of a name. */
export function isSame<R extends ServedResource>(left: Held<R>, right: Held<R>): boolean {
  return heldVersion(left) === heldVersion(right);
}

/** Version of what is held, or undefined where nothing is. */
export function heldVersion<R extends ServedResource>(held: Held<R>): string | undefined {
  switch (held.kind) {
    case 'resource':
      return held.resource.version;
    case 'version':
      return held.version;
    case 'absent':
      return undefined;
  }
}

/** Whether the client has answered the last response and nothing is left to send or to try again. */
export function isSettled<R extends ServedResource>(state: TypeState<R>): boolean {
  const { hasAsked, outstanding, isWaiting, isAnswerDue, retries } = state;
  return hasAsked && outstanding === undefined && !isWaiting && !isAnswerDue && retries.length === 0;
}

/** Whether the client wants to hear of a name: it has subscribed to it, or it stands for virtual hosts, of which Envoy waits for a word. */
export function isWanted<R extends ServedResource>({ type, subscription }: TypeState<R>, name: string): boolean {
  return isSubscribed(subscription, name) || isHostCollection(type, name);
}

/** Takes over a new subscription: what is no longer wanted is forgotten, for the client drops it too. */
export function withSubscription<R extends ServedResource>(
  state: TypeState<R>,
  subscription: Subscription,
): TypeState<R> {
  if (subscription === state.subscription) return state;
  const wanted = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    map.size === 0 ? map : new Map([...map].filter(([name]) => isSubscribed(subscription, name)));
  return {
    ...state,
    subscription,
    said: undefined,
    accepted: wanted(state.accepted),
    rejected: wanted(state.rejected),
    retries: state.retries.map((names) => names.filter((name) => isSubscribed(subscription, name))),
    // What is on its way stays outstanding: a client that asks again before it arrives takes it.
    wanting: new Set([...state.wanting].filter((name) => isWanted({ ...state, subscription }, name))),
  };
}
