import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import { findResourceType, resourceTypes, type ResourceType } from '../resource-types.js';
import type { ServedResource } from '../served-resource.js';
import type { Snapshot } from '../snapshot.js';
import { applyDeltaRequest, type DeltaRequest } from './delta-request.js';
import { makeBeforeBreak, openGates, type Gates } from './gates.js';
import { isSilent, nextResponse, type Response, type Variant } from './next-response.js';
import { applySotwRequest, type SotwRequest } from './sotw-request.js';
import { isWanted, newTypeState, type Held, type TypeState } from './type-state.js';
import type { Verdict } from './verdict.js';

const { cluster, clusterLoadAssignment, extensionConfig, routeConfiguration, secret, virtualHost } = resourceTypeUrls;

/** All that a server knows of one stream. Never changes; each event gives another. */
export interface Session<R extends ServedResource> {
  readonly variant: Variant;
  /** Whether the stream carries all types, so that they can wait for each other. xDS protocol: "Aggregated Discovery Service". */
  readonly isAggregated: boolean;
  /** What the node is to hold; absent while nobody has said. Until then the client waits. */
  readonly snapshot?: Snapshot<R>;
  /** Whether the stream takes nothing for now, because the client reads too slowly. */
  readonly isPaused: boolean;
  /** Types that the client has asked for. */
  readonly types: ReadonlyMap<ResourceType, TypeState<R>>;
  /** Responses so far; nonces are counted. */
  readonly sent: number;
}

/** What happens on a stream. */
export type SessionEvent<R extends ServedResource> =
  | { readonly kind: 'request'; readonly request: SotwRequest | DeltaRequest }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot<R> }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' };

/** What comes of it: responses in the order in which they are to be sent, and the client's word on an earlier one. */
export interface SessionStep<R extends ServedResource> {
  readonly session: Session<R>;
  readonly responses: readonly Response<R>[];
  readonly verdict?: Verdict;
}

/** A stream on which nothing has happened. */
export function newSession<R extends ServedResource>(
  options: Pick<Session<R>, 'variant' | 'isAggregated'>,
): Session<R> {
  return { ...options, isPaused: false, types: new Map(), sent: 0 };
}

/** Moves a stream by one event. A request for a type that is not served changes nothing and is never answered. */
export function stepSession<R extends ServedResource>(session: Session<R>, event: SessionEvent<R>): SessionStep<R> {
  switch (event.kind) {
    case 'request': {
      const { verdict, ...asked } = takeRequest(session, event.request);
      return { ...respond(asked.session), ...(verdict === undefined ? {} : { verdict }) };
    }
    case 'snapshot':
      return respond({ ...session, snapshot: event.snapshot });
    case 'paused':
      return { session: { ...session, isPaused: true }, responses: [] };
    case 'resumed':
      return respond({ ...session, isPaused: false });
  }
}

function takeRequest<R extends ServedResource>(
  session: Session<R>,
  request: SotwRequest | DeltaRequest,
): { readonly session: Session<R>; readonly verdict: Verdict | undefined } {
  const type = findResourceType(request.typeUrl);
  if (type === undefined) return { session, verdict: undefined };
  const before = session.types.get(type) ?? newTypeState<R>(type);
  const { state, verdict } =
    request.kind === 'sotw' ? applySotwRequest(before, request) : applyDeltaRequest(before, request);
  const next = before.hasAsked ? state : warmAsked(session.types, state);
  return { session: { ...session, types: new Map(session.types).set(type, next) }, verdict };
}

/** What a client that starts to ask for a type has to be sent beyond what it lacks. */
function warmAsked<R extends ServedResource>(
  types: ReadonlyMap<ResourceType, TypeState<R>>,
  state: TypeState<R>,
): TypeState<R> {
  if (state.type === clusterLoadAssignment) return warmClaimed(types.get(cluster), state);
  const routes = types.get(routeConfiguration);
  if (state.type !== virtualHost || routes === undefined) return state;
  return warm(state, [...routes.accepted.values(), ...changesUnderWay(routes)], () => true);
}

function changesUnderWay<R extends ServedResource>({ outstanding }: TypeState<R>): readonly Held<R>[] {
  return [...(outstanding?.changes.values() ?? [])];
}

/**
 * "Warming of Cluster is completed only when a new ClusterLoadAssignment response is supplied by management server even
 * though there is no change in endpoints." So the endpoints of clusters go out again behind these; those that the client
 * does not ask for yet it will ask for when it has the cluster.
 */
function warm<R extends ServedResource>(
  targets: TypeState<R>,
  owners: Iterable<Held<R>>,
  needsWarming: (name: string) => boolean,
): TypeState<R> {
  const names = [...owners]
    .flatMap((held) => (held.kind === 'resource' ? held.resource.references : []))
    .filter(({ type, name }) => type === targets.type && needsWarming(name))
    .map(({ name }) => name);
  return names.length === 0 ? targets : { ...targets, wanting: new Set([...targets.wanting, ...names]) };
}

/** Endpoints of clusters that have just been written, and the virtual hosts of routes: Envoy waits for a word on each of both. */
function warmSent<R extends ServedResource>(owners: TypeState<R>, targets: TypeState<R>): TypeState<R> {
  // The refused ones too: a state-of-the-world response puts them back to what they were.
  const sent = [...changesUnderWay(owners), ...owners.rejected.values()];
  return warm(targets, sent, (name) => isWanted(targets, name));
}

/** What goes out again behind what. */
const warmedBy: Readonly<Record<Variant, Readonly<Partial<Record<ResourceType, readonly ResourceType[]>>>>> = {
  delta: { [cluster]: [clusterLoadAssignment], [routeConfiguration]: [virtualHost] },
  // A client that drops a secret and asks for it again may say so in requests that are passed over, because their nonce is stale.
  sotw: { [cluster]: [clusterLoadAssignment, secret, extensionConfig] },
};

/** Endpoints that a client says it has from an earlier stream, but for a cluster that it gets on this one. */
function warmClaimed<R extends ServedResource>(
  clusters: TypeState<R> | undefined,
  endpoints: TypeState<R>,
): TypeState<R> {
  if (clusters === undefined) return endpoints;
  const sent = [...clusters.accepted.values(), ...changesUnderWay(clusters)];
  return warm(endpoints, sent, (name) => endpoints.accepted.get(name)?.kind === 'version');
}

function respond<R extends ServedResource>(session: Session<R>): SessionStep<R> {
  const { snapshot, variant } = session;
  if (snapshot === undefined || session.isPaused) return { session, responses: [] };
  // Most events are answers after which there is nothing to say.
  if ([...session.types.values()].every((state) => isSilent(state, snapshot[state.type])))
    return { session, responses: [] };
  const types = new Map(session.types);
  const responses: Response<R>[] = [];
  for (const type of resourceTypes) {
    const before = types.get(type);
    if (before === undefined || isSilent(before, snapshot[type])) continue;
    const gates: Gates<R> = session.isAggregated ? makeBeforeBreak(types, snapshot) : openGates;
    const nonce = String(session.sent + responses.length + 1);
    const { state, response } = nextResponse(before, { variant, wanted: snapshot[type], gates, nonce });
    types.set(type, state);
    if (response === undefined) continue;
    responses.push(response);
    for (const warmed of warmedBy[variant][type] ?? []) {
      const targets = types.get(warmed);
      if (targets !== undefined) types.set(warmed, warmSent(state, targets));
    }
  }
  return { session: { ...session, types, sent: session.sent + responses.length }, responses };
}
