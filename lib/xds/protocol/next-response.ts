import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { isRootType, type ResourceType } from '../resource-types.js';
import type { ServedResource } from '../served-resource.js';
import { setVersion } from '../snapshot.js';
import type { Gates } from './gates.js';
import { isSubscribed } from './subscription.js';
import { isSame, type Told, type TypeState } from './type-state.js';

/** The two protocols: each response is the whole state, or what differs. xDS protocol: "Four Variants". */
export type Variant = 'sotw' | 'delta';

/** A response to be sent. */
export interface Response<R extends ServedResource> {
  readonly type: ResourceType;
  readonly nonce: string;
  readonly version: string;
  /** Sorted by name. */
  readonly resources: readonly R[];
  /** Names that are no more, sorted; always empty in the state-of-the-world protocol. */
  readonly removed: readonly string[];
  /**
   * Virtual hosts that were asked for and do not exist, sorted. Of other types these stand in `removed`; here Envoy goes on with the
   * request that waits for the answer only if it is told so in another way.
   */
  readonly missing: readonly string[];
}

/** What the next response of a type is made of. */
interface ResponseInput<R extends ServedResource> {
  readonly variant: Variant;
  /** What the node is to hold of this type. */
  readonly wanted: ReadonlyMap<string, R>;
  readonly gates: Gates<R>;
  readonly nonce: string;
}

/**
 * Finds what there is to say to a client, and says nothing it knows. One response of a type is on its way at most: the
 * next waits for the answer. xDS protocol: "When to send an update".
 */
export function nextResponse<R extends ServedResource>(
  before: TypeState<R>,
  input: ResponseInput<R>,
): { readonly state: TypeState<R>; readonly response: Response<R> | undefined } {
  const claimed = withClaim(before, input.wanted);
  if (isSilent(claimed, input.wanted)) return { state: claimed, response: undefined };
  const { state, changes } = withoutIdleRetries(claimed, input);
  const found = changes ?? allChanges(state, input);
  const isAnswer = state.isAnswerDue && !found.isWaiting;
  // The first answer says "this is all", so it waits until it can.
  const { isUnfinished } = found;
  const said = isUnfinished || changes !== undefined ? undefined : input.wanted;
  if (state.isAnswerDue ? found.isWaiting : found.changes.size === 0)
    return { state: { ...state, isWaiting: isUnfinished, said }, response: undefined };
  const response = compose(state, found.changes, input);
  const wanting = new Set(state.wanting);
  for (const name of found.changes.keys()) wanting.delete(name);
  return {
    state: {
      ...state,
      wanting,
      retries: changes === undefined ? state.retries : state.retries.slice(1),
      isAnswerDue: state.isAnswerDue && !isAnswer,
      isWaiting: isUnfinished,
      said,
      outstanding: { nonce: input.nonce, version: response.version, changes: found.changes },
      lastNonce: input.nonce,
    },
    response,
  };
}

/** Whether there is no response now, whatever the gates: the client has yet to answer one, or has heard all there is. */
export function isSilent<R extends ServedResource>(state: TypeState<R>, wanted: ReadonlyMap<string, R>): boolean {
  return state.outstanding !== undefined || (state.said === wanted && isAtRest(state));
}

interface Changes<R extends ServedResource> {
  readonly changes: ReadonlyMap<string, Told<R>>;
  /** Whether something has to wait for another type. */
  readonly isWaiting: boolean;
  /** Whether something has to wait, be it only for its removal. */
  readonly isUnfinished: boolean;
}

const versionOfSet = memoiseByObject((resources: ReadonlyMap<string, ServedResource>) =>
  setVersion(resources.values()),
);

/** "The client's initial request on the new stream should indicate the most recent version seen": it may be still the one. */
function withClaim<R extends ServedResource>(state: TypeState<R>, wanted: ReadonlyMap<string, R>): TypeState<R> {
  if (state.claimedVersion === undefined) return state;
  const { claimedVersion, ...rest } = state;
  if (claimedVersion !== versionOfSet(wanted)) return rest;
  const accepted = [...wanted].map(([name, resource]): [string, Told<R>] => [name, { kind: 'resource', resource }]);
  return { ...rest, accepted: new Map(accepted), isAnswerDue: false };
}

/** Drops parts of refused responses that the snapshot has gone past; gives the first that is left. */
function withoutIdleRetries<R extends ServedResource>(
  state: TypeState<R>,
  input: ResponseInput<R>,
): { readonly state: TypeState<R>; readonly changes: Changes<R> | undefined } {
  const [first, ...others] = state.retries;
  if (first === undefined) return { state, changes: undefined };
  const changes = new Map<string, Told<R>>();
  const wanting = new Set(state.wanting);
  for (const name of first) {
    const plan = planOf(state, name, input);
    const rejected = state.rejected.get(name);
    const isAsRefused = plan.kind === 'change' && rejected !== undefined && isSame(rejected, plan.told);
    if (isAsRefused) changes.set(name, plan.told);
    // Refused in company only, and so not to be held back should the snapshot come back to it.
    else wanting.add(name);
  }
  if (changes.size > 0)
    return { state: { ...state, wanting }, changes: { changes, isWaiting: false, isUnfinished: false } };
  return withoutIdleRetries({ ...state, wanting, retries: others }, input);
}

/** Whether nothing has to be said that the client does not wait for already, or a new snapshot brings. */
function isAtRest<R extends ServedResource>({ wanting, isAnswerDue, retries }: TypeState<R>): boolean {
  return wanting.size === 0 && !isAnswerDue && retries.length === 0;
}

/** Names, sorted, of which there may be something to say: on a stream at rest those that the new snapshot changes. */
function namesToCheck<R extends ServedResource>(
  state: TypeState<R>,
  wanted: ReadonlyMap<string, R>,
): readonly string[] {
  const { subscription, accepted, rejected, wanting, said } = state;
  if (said !== undefined && isAtRest(state))
    return changedNames(said)(wanted).filter(
      (name) => isSubscribed(subscription, name) || accepted.has(name) || rejected.has(name),
    );
  const names = new Set(subscription.names);
  if (subscription.isWildcard) for (const name of wanted.keys()) names.add(name);
  for (const known of [accepted, rejected, wanting]) for (const name of known.keys()) names.add(name);
  return [...names].sort();
}

/** Names whose content differs between two sets, sorted; found once for all streams. */
const changedNames = memoiseByObject((before: ReadonlyMap<string, ServedResource>) =>
  memoiseByObject((after: ReadonlyMap<string, ServedResource>): readonly string[] => {
    const names = new Set<string>();
    for (const [name, { version }] of after) if (before.get(name)?.version !== version) names.add(name);
    for (const name of before.keys()) if (!after.has(name)) names.add(name);
    return [...names].sort();
  }),
);

function allChanges<R extends ServedResource>(state: TypeState<R>, input: ResponseInput<R>): Changes<R> {
  const changes = new Map<string, Told<R>>();
  let isWaiting = false;
  let isKept = false;
  for (const name of namesToCheck(state, input.wanted)) {
    const plan = planOf(state, name, input);
    if (plan.kind === 'wait') isWaiting = true;
    if (plan.kind === 'keep') isKept = true;
    if (plan.kind === 'change' && isNews(state, name, plan.told)) changes.set(name, plan.told);
  }
  return { changes, isWaiting, isUnfinished: isWaiting || isKept };
}

type Plan<R extends ServedResource> =
  | { readonly kind: 'change'; readonly told: Told<R> }
  /** It is to come, or to go, when another type is ready for that. */
  | { readonly kind: 'wait' | 'keep' }
  | { readonly kind: 'nothing' };

function planOf<R extends ServedResource>(
  state: TypeState<R>,
  name: string,
  { variant, wanted, gates }: ResponseInput<R>,
): Plan<R> {
  const { type, subscription } = state;
  const resource = isSubscribed(subscription, name) ? wanted.get(name) : undefined;
  if (resource !== undefined) {
    return gates.mayUse(resource) ? { kind: 'change', told: { kind: 'resource', resource } } : { kind: 'wait' };
  }
  const absent: Plan<R> = { kind: 'change', told: { kind: 'absent' } };
  if (isHeldOrRefused(state, name)) {
    // They are asked for again when a request needs them.
    if (type === resourceTypeUrls.virtualHost) return absent;
    // The others go when the client stops asking for them: until then a draining listener may use them still.
    if (!isRootType(type)) return { kind: 'nothing' };
    return gates.mayRemove({ type, name }) ? absent : { kind: 'keep' };
  }
  // "When a resource subscribed to by a client does not exist, the server will" say so; there is no way to in SotW.
  return variant === 'delta' ? absent : { kind: 'nothing' };
}

function isHeldOrRefused<R extends ServedResource>({ accepted, rejected }: TypeState<R>, name: string): boolean {
  return [accepted.get(name), rejected.get(name)].some((held) => held !== undefined && held.kind !== 'absent');
}

function isNews<R extends ServedResource>(state: TypeState<R>, name: string, told: Told<R>): boolean {
  if (state.wanting.has(name)) return true;
  const known = state.rejected.get(name) ?? state.accepted.get(name);
  return known === undefined || !isSame(known, told);
}

function compose<R extends ServedResource>(
  before: TypeState<R>,
  changes: ReadonlyMap<string, Told<R>>,
  { variant, wanted, nonce }: ResponseInput<R>,
): Response<R> {
  const { type, accepted } = before;
  const told = [...changes];
  const added = told.flatMap(([, change]) => (change.kind === 'resource' ? [change.resource] : []));
  if (variant === 'delta') {
    const absent = told.flatMap(([name, change]) => (change.kind === 'absent' ? [name] : []));
    const isMissing = (name: string): boolean =>
      type === resourceTypeUrls.virtualHost && !isHeldOrRefused(before, name);
    const removed = absent.filter((name) => !isMissing(name));
    const version = versionOfSet(wanted);
    return { type, nonce, version, resources: added, removed, missing: absent.filter(isMissing) };
  }
  const state = [...new Map([...accepted, ...changes]).values()]
    .flatMap((held) => (held.kind === 'resource' ? [held.resource] : []))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  // A client takes what a response on clusters or listeners leaves out for removed; of other types it keeps it.
  return {
    type,
    nonce,
    version: setVersion(state),
    resources: isRootType(type) ? state : added,
    removed: [],
    missing: [],
  };
}
