import type { ServedResource } from '../served-resource.js';
import { changeSubscription, isSubscribed, type Subscription } from './subscription.js';
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
  // Most requests are an answer and nothing else.
  if (before.hasAsked && subscription === before.subscription) return { state: judged, verdict };
  const state = withSubscription(judged, subscription);
  const claimed = before.hasAsked ? new Map<string, Held<R>>() : claims<R>(request.initialVersions);
  const known = [...claimed].filter(([name]) => isSubscribed(subscription, name));
  const wanting = wantedAnew(before.subscription, subscription, { ...request, claimed });
  const startsWildcard = subscription.isWildcard && !before.subscription.isWildcard;
  return {
    state: {
      ...state,
      hasAsked: true,
      accepted: known.length === 0 ? state.accepted : new Map([...state.accepted, ...known]),
      wanting: wanting.length === 0 ? state.wanting : new Set([...state.wanting, ...wanting]),
      // A client that starts waits to hear that this is all, even if it is nothing.
      isAnswerDue: state.isAnswerDue || (startsWildcard && claimed.size === 0),
    },
    verdict,
  };
}

/** Names to be sent although the client seems to hold them. */
function wantedAnew(
  before: Subscription,
  after: Subscription,
  {
    subscribe,
    unsubscribe,
    claimed,
  }: Pick<DeltaRequest, 'subscribe' | 'unsubscribe'> & { readonly claimed: ReadonlyMap<string, unknown> },
): readonly string[] {
  return [
    // "The client may have forgotten those resources despite apparently remaining subscribed"; but not what it just listed.
    ...subscribe.filter((name) => name !== '*' && !claimed.has(name)),
    // "It does not know whether or not to continue to cache the resource": it wants all there is, and no longer this one.
    ...unsubscribe.filter((name) => after.isWildcard && before.names.has(name)),
  ];
}

function claims<R extends ServedResource>(versions: ReadonlyMap<string, string>): ReadonlyMap<string, Held<R>> {
  return new Map([...versions].map(([name, version]) => [name, { kind: 'version', version }]));
}
