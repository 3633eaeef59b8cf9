import type { Decision, Outcome } from './decision.js';
import { isGrpcRequest } from './grpc/is-grpc-request.js';
import type { Message } from './headers/message.js';
import type { HttpRequest } from './http-request.js';
import { receiveRequest } from './receive-request.js';
import { answerRequest } from './route/answer-request.js';
import { findRoute } from './route/find-route.js';
import { findVirtualHost } from './route/find-virtual-host.js';
import { forwardRequest } from './route/forward-request.js';
import type { SimulatedRoute } from './route/simulated-route.js';
import { runFilters } from './run-filters.js';
import type { HttpManager } from './http-manager.js';

/** Envoy's parser answers these before it knows that it has a gRPC request. */
const parserReasons: ReadonlySet<string> = new Set(['method', 'malformed', 'underscore']);

/**
 * Decides what becomes of a request at a listener, as Envoy 1.40 would: `docs/fidelity.md` says how far that is shown.
 * What the simulator does not know is in `unknown` of the decision, never left out.
 */
export function decide(listener: HttpManager, sent: HttpRequest): Decision {
  const { request, refusal } = receiveRequest(listener, sent);
  if (refusal !== undefined) {
    const nothing = { virtualHost: undefined, route: undefined, filters: [], fault: undefined };
    return {
      request,
      isGrpc: isGrpcRequest(request) && !parserReasons.has(refusal.reason),
      ...nothing,
      outcome: refusal,
      unknown: listener.unknown,
    };
  }
  const host = findVirtualHost(listener.routes, request.authority);
  const found = host === undefined ? undefined : findRoute(host, request);
  const route = found?.route;
  const outcome = outcomeOf(listener, route, { request, source: sent.source });
  const clusters = outcome.kind === 'forward' ? outcome.destinations.map(({ cluster }) => cluster) : [];
  const filters = runFilters(listener, { route, request, clusters });
  return {
    request,
    virtualHost: host?.name,
    route: route === undefined ? undefined : { name: route.name, position: route.position },
    isGrpc: isGrpcRequest(request),
    filters: filters.runs,
    fault: filters.fault,
    outcome,
    unknown: joined([
      listener.unknown,
      route?.unknown ?? host?.unknown ?? listener.routes.unknown,
      found?.unknown ?? [],
      filters.unknown,
    ]),
  };
}

function outcomeOf(
  listener: HttpManager,
  route: SimulatedRoute | undefined,
  { request, source }: { readonly request: Message; readonly source: string },
): Outcome {
  if (route === undefined) return { kind: 'no-route', status: 404 };
  const { action } = route;
  switch (action.kind) {
    case 'forward':
      return forwardRequest({ listener, route, action, received: request, source });
    case 'redirect':
    case 'direct-response':
      return answerRequest(route, action, request);
    case 'unknown':
      return action;
  }
}

const none: readonly string[] = Object.freeze([]);

function joined(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.every(({ length }) => length === 0) ? none : lists.flat();
}
