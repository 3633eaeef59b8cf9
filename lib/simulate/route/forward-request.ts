import { compareText } from '../../util/compare-text.js';
import type { Destination, HashValue, Mirror, Outcome } from '../decision.js';
import type { HeaderLine } from '../headers/header-line.js';
import { cookieValue } from '../headers/cookie-value.js';
import { headerValues } from '../headers/header-values.js';
import type { Message } from '../headers/message.js';
import { mutateHeaders } from '../headers/mutate-headers.js';
import { setHeader } from '../headers/set-header.js';
import { queryValue } from '../match/query-value.js';
import { pathWithoutQuery } from '../path/path-without-query.js';
import { replaceByRegex } from '../path/replace-by-regex.js';
import type { HttpManager } from '../http-manager.js';
import type { ClusterName } from './cluster-name.js';
import type { HashKey } from './hash-key.js';
import type { MirrorRule } from './mirror-rule.js';
import { pickChoices } from './pick-choices.js';
import { rewritePath } from './rewrite-path.js';
import type { ForwardAction, HostRewrite, WeightedChoice } from './route-action.js';
import type { SimulatedRoute } from './simulated-route.js';

/** What forwarding needs to know. */
export interface ForwardInput {
  readonly listener: HttpManager;
  readonly route: SimulatedRoute;
  readonly action: ForwardAction;
  /** The request as the route saw it. */
  readonly received: Message;
  readonly source: string;
}

/** Sends a request on: where to, with which probability, and what it looks like there. */
export function forwardRequest(input: ForwardInput): Outcome {
  const { listener, action, received, route } = input;
  const plain = forwarded(input, undefined);
  const destinations = pickChoices(action, received).map(({ choice, probability }): Destination => {
    const cluster = clusterName(choice.cluster, received);
    const isPlain =
      choice.host === undefined &&
      choice.requestMutations.additions.length === 0 &&
      choice.requestMutations.removals.length === 0;
    return {
      cluster,
      probability,
      isKnown: listener.clusters.has(cluster),
      request: isPlain ? plain : forwarded(input, choice),
      responseMutations: [choice.responseMutations, ...route.responseMutations],
    };
  });
  return {
    kind: 'forward',
    destinations,
    missingClusterStatus: action.missingClusterStatus,
    requestTimeoutMs: action.requestTimeoutMs,
    idleTimeoutMs: action.idleTimeoutMs ?? listener.streamIdleTimeoutMs,
    retries: action.retries,
    hash: action.hashKeys.map((key) => hashValue(key, received, input.source)),
    mirrors: action.mirrors.flatMap((rule) => mirror(rule, input)),
  };
}

function clusterName(named: ClusterName, request: Message): string {
  return named.kind === 'name' ? named.name : (headerValues(request, named.header)[0] ?? '');
}

function mirror({ cluster: named, probability, host }: MirrorRule, { listener, received }: ForwardInput): Mirror[] {
  const cluster = clusterName(named, received);
  if (cluster === '' || probability.numerator === 0) return [];
  return [{ cluster, isKnown: listener.clusters.has(cluster), probability, host }];
}

function forwarded({ listener, route, action, received }: ForwardInput, choice: WeightedChoice | undefined): Message {
  let request: Message = received;
  const expectedMs = expectedTimeoutMs(action);
  if (listener.addsEnvoyHeaders && expectedMs !== 'none')
    request = withHeader(request, 'x-envoy-expected-rq-timeout-ms', String(expectedMs));
  const mutations =
    choice === undefined ? route.requestMutations : [choice.requestMutations, ...route.requestMutations];
  for (const each of mutations) {
    const headers = mutateHeaders(request.headers, each, request);
    if (headers !== request.headers) request = { ...request, headers };
  }
  if (choice?.host !== undefined) request = { ...request, authority: choice.host };
  const host = action.host === undefined ? '' : newHost(action.host, request);
  if (host !== '') {
    request = withHost(request, host, { keepsOld: listener.addsEnvoyHeaders, appends: action.appendForwardedHost });
  }
  if (action.path === undefined) return request;
  const path = rewritePath(request.path, action.path, route.condition.path);
  if (path === undefined) return request;
  const original = listener.addsEnvoyHeaders ? withHeader(request, 'x-envoy-original-path', request.path) : request;
  return { ...original, path };
}

function withHost(
  request: Message,
  host: string,
  { keepsOld, appends }: { keepsOld: boolean; appends: boolean },
): Message {
  let { headers } = request;
  if (keepsOld && request.authority !== '') headers = setHeader(headers, 'x-envoy-original-host', request.authority);
  if (appends && request.authority !== '') {
    const old = headerValues(request, 'x-forwarded-host');
    const last = old.join(',').split(',').at(-1);
    if (last !== request.authority)
      headers = setHeader(
        headers,
        'x-forwarded-host',
        [...old.filter((value) => value !== ''), request.authority].join(','),
      );
  }
  return { ...request, authority: host, headers };
}

function newHost(rewrite: HostRewrite, request: Message): string {
  switch (rewrite.kind) {
    case 'literal':
      return rewrite.host;
    case 'header':
      return headerValues(request, rewrite.name)[0] ?? '';
    case 'path-regex':
      return replaceByRegex(pathWithoutQuery(request.path), rewrite.rewrite);
  }
}

function withHeader(request: Message, name: string, value: string): Message {
  const lines: readonly HeaderLine[] = setHeader(request.headers, name, value);
  return { ...request, headers: lines };
}

/** What Envoy tells the endpoint of the time it has: that of one try where there is a limit for one. */
function expectedTimeoutMs({ requestTimeoutMs, retries }: ForwardAction): number | 'none' {
  const perTry = retries?.perTryTimeoutMs ?? 'none';
  if (perTry === 'none' || (requestTimeoutMs !== 'none' && perTry >= requestTimeoutMs)) return requestTimeoutMs;
  return perTry;
}

function hashValue(key: HashKey, request: Message, source: string): HashValue {
  switch (key.kind) {
    case 'header':
      return { ...key, value: sortedValues(headerValues(request, key.name)) };
    case 'query':
      return { ...key, value: queryValue(request.path, key.name) };
    case 'cookie':
      return { ...key, value: cookieValue(request, key.name) };
    case 'source-ip':
      return { ...key, value: source };
    case 'unknown':
      return { ...key, value: undefined };
  }
}

/** Of a repeated header Envoy hashes all values, in an order of its own. */
function sortedValues(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : [...values].sort(compareText).join(',');
}
