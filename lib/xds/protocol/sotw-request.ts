import { isRootType } from '../resource-types.js';
import type { ServedResource } from '../served-resource.js';
import { replaceSubscription } from './subscription.js';
import { withSubscription, type TypeState } from './type-state.js';
import { applyVerdict, type ErrorDetail, type Verdict } from './verdict.js';

/** What matters of a request for the state of the world. xDS: `DiscoveryRequest`. */
export interface SotwRequest {
  readonly kind: 'sotw';
  readonly typeUrl: string;
  readonly versionInfo: string;
  readonly resourceNames: readonly string[];
  readonly responseNonce: string;
  readonly error?: ErrorDetail | undefined;
}

/**
 * Takes a request for the state of the world. One with a stale nonce is passed over, its names too: the client has yet to
 * answer our last response, and that answer carries all names. xDS protocol: "Resource updates".
 */
export function applySotwRequest<R extends ServedResource>(
  before: TypeState<R>,
  request: SotwRequest,
): { readonly state: TypeState<R>; readonly verdict: Verdict | undefined } {
  const isFirst = before.lastNonce === '';
  if (!isFirst && request.responseNonce !== before.lastNonce) return { state: before, verdict: undefined };
  const { state: judged, verdict } = applyVerdict(before, request.error);
  const subscription = replaceSubscription(judged.subscription, judged.type, request.resourceNames);
  const added = [...subscription.names].filter((name) => !before.subscription.names.has(name));
  const isChanged =
    added.length > 0 ||
    subscription.names.size !== before.subscription.names.size ||
    subscription.isWildcard !== before.subscription.isWildcard;
  const state = withSubscription(judged, subscription);
  return {
    state: {
      ...state,
      hasAsked: true,
      // "The server must resend any newly requested resources, even if it previously sent those resources."
      wanting: added.length === 0 ? state.wanting : new Set([...state.wanting, ...added]),
      isAnswerDue: state.isAnswerDue || (isChanged && isRootType(state.type)),
      // Only a client that wants all there is wants the same as on its last stream.
      claimedVersion:
        isFirst && subscription.isWildcard && subscription.names.size === 0 && request.versionInfo !== ''
          ? request.versionInfo
          : undefined,
    },
    verdict,
  };
}
