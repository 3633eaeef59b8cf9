import type { ResourceType } from '../resource-types.js';
import type { ServedResource } from '../served-resource.js';
import { isSubscribed, type Subscription } from './subscription.js';
import type { TypeState } from './type-state.js';

/** Why a client refused a response. xDS: `DiscoveryRequest.error_detail`. */
export interface ErrorDetail {
  /** A gRPC status code. */
  readonly code: number;
  readonly message: string;
}

/** A client's word on a response. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly type: ResourceType; readonly version: string }
  | {
      readonly kind: 'rejected';
      readonly type: ResourceType;
      readonly version: string;
      /** What stood in the response and was new, sorted. One of them is at fault; with one only it is that. */
      readonly names: readonly string[];
      readonly error: ErrorDetail;
    };

/**
 * Takes a client's answer to the outstanding response. What it accepts is its last good configuration from then on. What
 * it refuses changes nothing in that; the response is tried again in halves, because clients stop at the first bad
 * resource and may leave good ones beside it aside. xDS protocol: "ACK and NACK semantics summary".
 */
export function applyVerdict<R extends ServedResource>(
  state: TypeState<R>,
  error: ErrorDetail | undefined,
): { readonly state: TypeState<R>; readonly verdict: Verdict | undefined } {
  const { outstanding, type } = state;
  if (outstanding === undefined) return { state, verdict: undefined };
  const { version } = outstanding;
  const changes = stillWanted(outstanding.changes, state.subscription);
  const answered = { ...state, outstanding: undefined };
  if (error === undefined) {
    const rejected = state.rejected.size === 0 ? state.rejected : without(state.rejected, changes);
    const accepted = new Map(state.accepted);
    for (const [name, told] of changes) {
      // That something is gone is worth remembering only for names that are asked for one by one.
      if (told.kind === 'absent' && !state.subscription.names.has(name)) accepted.delete(name);
      else accepted.set(name, told);
    }
    return { state: { ...answered, accepted, rejected }, verdict: { kind: 'accepted', type, version } };
  }
  const wanted = [...changes.keys()].sort();
  const middle = Math.ceil(wanted.length / 2);
  const halves = wanted.length > 1 ? [wanted.slice(0, middle), wanted.slice(middle)] : [];
  const names = [...outstanding.changes.keys()].sort();
  return {
    state: {
      ...answered,
      said: undefined,
      rejected: new Map([...state.rejected, ...changes]),
      retries: [...halves, ...state.retries],
    },
    verdict: { kind: 'rejected', type, version, names, error },
  };
}

/** What a client has not unsubscribed from since it was sent. */
function stillWanted<T>(changes: ReadonlyMap<string, T>, subscription: Subscription): ReadonlyMap<string, T> {
  if (subscription.isWildcard) return changes;
  return new Map([...changes].filter(([name]) => isSubscribed(subscription, name)));
}

function without<T>(map: ReadonlyMap<string, T>, names: ReadonlyMap<string, unknown>): ReadonlyMap<string, T> {
  return new Map([...map].filter(([name]) => !names.has(name)));
}
