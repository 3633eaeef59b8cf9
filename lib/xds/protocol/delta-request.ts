import type { ServedResource } from '../served-resource.js';
import { changeSubscription, isSubscribed } from './subscription.js';
import { withSubscription, type Held, type TypeState } from './type-state.js';
import { applyVerdict, type ErrorDetail, type Verdict } from './verdict.js';

/** What matters of an incremental request. xDS: `DeltaDiscoveryRequest`. */
export interface DeltaRequest {
  readonly kind: 'delta';
  readonly typeUrl: string;
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  /** What the client holds from an earlier stream: versions by name. Only in the first request of a type. */
  readonly initialVersions: ReadonlyMap<string, string>;
  readonly responseNonce: string;
  readonly error?: ErrorDetail | undefined;
}

/**
 * Takes an incremental request. The nonce says which response is answered, if any; the subscription changes in any case.
 * xDS protocol: "Incremental xDS".
 */
export function applyDeltaRequest<R extends ServedResource>(
  before: TypeState<R>,
  request: DeltaRequest,
): { readonly state: TypeState<R>; readonly verdict: Verdict | undefined } {
  const isAnswer = request.responseNonce !== '' && request.responseNonce === before.outstanding?.nonce;
  const { state: judged, verdict } = isAnswer
    ? applyVerdict(before, request.error)
    : { state: before, verdict: undefined };
  const subscription = changeSubscription(judged.subscription, judged.type, request);
  const state = withSubscription(judged, subscription);
  const claimed = before.hasAsked ? new Map<string, Held<R>>() : claims<R>(request.initialVersions);
  const known = [...claimed].filter(([name]) => isSubscribed(subscription, name));
  const wanting = new Set(state.wanting);
  // "The client may have forgotten those resources despite apparently remaining subscribed"; but not what it just listed.
  for (const name of request.subscribe) if (name !== '*' && !claimed.has(name)) wanting.add(name);
  // "It does not know whether or not to continue to cache the resource": it wants all there is, and no longer this one.
  for (const name of request.unsubscribe)
    if (subscription.isWildcard && before.subscription.names.has(name)) wanting.add(name);
  const startsWildcard = subscription.isWildcard && !before.subscription.isWildcard;
  return {
    state: {
      ...state,
      hasAsked: true,
      accepted: new Map([...state.accepted, ...known]),
      wanting,
      // A client that starts waits to hear that this is all, even if it is nothing.
      isAnswerDue: state.isAnswerDue || (startsWildcard && claimed.size === 0),
    },
    verdict,
  };
}

function claims<R extends ServedResource>(versions: ReadonlyMap<string, string>): ReadonlyMap<string, Held<R>> {
  return new Map([...versions].map(([name, version]) => [name, { kind: 'version', version }]));
}
