import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Decision, Destination, Outcome } from '../../../lib/simulate/decision.js';
import { grpcStatusOf } from '../../../lib/simulate/grpc/grpc-status-of.js';
import { decide } from '../../../lib/simulate/decide.js';
import type { HeaderLine } from '../../../lib/simulate/headers/header-line.js';
import { headerValues } from '../../../lib/simulate/headers/header-values.js';
import { mutateHeaders } from '../../../lib/simulate/headers/mutate-headers.js';
import type { HttpManager } from '../../../lib/simulate/http-manager.js';
import { acceptConnection } from '../../../lib/simulate/proxy/accept-connection.js';
import { readProxy } from '../../../lib/simulate/proxy/read-proxy.js';
import { mirrorAuthority } from '../../../lib/simulate/route/mirror-authority.js';
import { triesForStatus } from '../../../lib/simulate/route/tries-for-status.js';
import { caseListener } from './case-listener.js';
import { clusterNames, type DifferentialCase, type WireRequest } from './differential-case.js';
import { ignoredHeaders } from './ignored-headers.js';
import { failHeader, upstreamHeaders } from './raw-upstream.js';
import type { Observation } from './run-cases.js';

/** Something that Envoy and the simulator say differently. */
export interface Disagreement {
  readonly request: WireRequest;
  readonly what: string;
  readonly envoy: unknown;
  readonly simulator: unknown;
}

/** Asks the simulator what Envoy was asked, and says where they differ. */
export function disagreements(each: DifferentialCase, observations: readonly Observation[]): readonly Disagreement[] {
  const port = observations[0]?.port ?? 0;
  const listener = readCase(each, port);
  return observations.flatMap((observed, index) => {
    const request = each.requests[index];
    if (request === undefined) return [];
    const authority = request.authority.replace('{port}', String(port));
    const decision = decide(listener, {
      ...request,
      authority,
      scheme: each.scheme ?? 'http',
      source: '127.0.0.1',
      port,
    });
    return differences(decision, observed)
      .filter(([, envoy, simulator]) => JSON.stringify(envoy) !== JSON.stringify(simulator))
      .map(([what, envoy, simulator]) => ({ request, what, envoy, simulator }));
  });
}

function readCase(each: DifferentialCase, port: number): HttpManager {
  const proxy = readProxy({
    name: 'differential',
    listeners: [caseListener(each, { name: 'case', port, logPath: '' })],
    routes: [],
    clusters: clusterNames.map((name): Cluster => ({ name })),
    endpoints: [],
  });
  const accepted = acceptConnection(proxy, {
    destinationAddress: '127.0.0.1',
    destinationPort: port,
    sourceAddress: '127.0.0.1',
    sourcePort: 50_000,
    tls: each.scheme === 'https' ? { serverName: undefined, applicationProtocols: [] } : undefined,
  });
  if (accepted.kind !== 'accepted' || accepted.chain.handler.kind !== 'http')
    throw new Error('the case has no listener');
  return accepted.chain.handler.manager;
}

type Row = readonly [what: string, envoy: unknown, simulator: unknown];

function differences(decision: Decision, observed: Observation): readonly Row[] {
  const { response } = observed;
  const { outcome } = decision;
  if (decision.unknown.length > 0) return [['unknown', [], decision.unknown]];
  const status = (expected: number, grpcStatus?: number): Row => statusRow(decision, observed, expected, grpcStatus);
  if (outcome.kind === 'refuse') {
    const location = response?.headers.find(([name]) => name === 'location')?.[1];
    return [status(outcome.status), ['location', location, outcome.location]];
  }
  const route: Row = ['route', observed.route, decision.route?.name ?? '-'];
  const aborted = metAbort(decision, observed);
  if (aborted !== undefined) return [route, status(aborted.status, aborted.grpcStatus), uncopied(observed)];
  return [route, ...outcomeRows(decision, outcome, observed)];
}

function outcomeRows(
  decision: Decision,
  outcome: Exclude<Outcome, { kind: 'refuse' }>,
  observed: Observation,
): readonly Row[] {
  const { response } = observed;
  switch (outcome.kind) {
    case 'unknown':
      return [['outcome', 'known', 'unknown']];
    case 'no-route':
      return [statusRow(decision, observed, outcome.status)];
    case 'redirect':
    case 'direct-response':
      return [
        statusRow(decision, observed, outcome.status),
        ['headers', visible(response?.headers ?? []), visible(outcome.headers)],
        // A gRPC client gets the body as a header.
        ['body', response?.body, decision.request.method === 'HEAD' || decision.isGrpc ? '' : outcome.body],
      ];
    case 'forward':
      return forwardRows(decision, outcome, observed);
  }
}

/** Faults of the harness are certain, but for those that hang on the cluster that chance picks: those are looked up. */
function metAbort({ fault }: Decision, { details }: Observation): NonNullable<Decision['fault']>['abort'] {
  if (fault?.abort === undefined) return undefined;
  return fault.onlyTo === undefined || details === 'fault_filter_abort' ? fault.abort : undefined;
}

/** The HTTP status; of an answer to gRPC also the status that stands in a header. */
function statusRow(
  { isGrpc }: Decision,
  { response }: Observation,
  expected: number,
  grpcExpected = grpcStatusOf(expected),
): Row {
  const seen = Number(response?.startLine.split(' ')[1] ?? 0);
  if (!isGrpc) return ['status', seen, expected];
  const grpcStatus = response?.headers.find(([name]) => name === 'grpc-status')?.[1];
  return ['status', [seen, grpcStatus], [200, String(grpcExpected)]];
}

function forwardRows(
  decision: Decision,
  outcome: Extract<Outcome, { kind: 'forward' }>,
  observed: Observation,
): readonly Row[] {
  const { echo } = observed;
  const { destinations } = outcome;
  const taken = destinations.find(({ cluster }) => cluster === echo?.cluster) ?? destinations[0];
  if (taken?.isKnown !== true) return [statusRow(decision, observed, outcome.missingClusterStatus), uncopied(observed)];
  return [
    ...echoRows(taken, triesForStatus(outcome.retries, failedStatus(taken)), observed),
    mirrorRow(outcome, taken, observed),
  ];
}

/** Mirrored copies, by cluster. Shares are none or all. */
function mirrorRow({ mirrors }: Extract<Outcome, { kind: 'forward' }>, taken: Destination, observed: Observation): Row {
  const { request } = taken;
  const timeout = ['x-envoy-expected-rq-timeout-ms'];
  const expected = mirrors
    .filter(({ isKnown }) => isKnown)
    .map(({ cluster, host }) => [
      cluster,
      `${request.method} ${request.path} HTTP/1.1`,
      mirrorAuthority(host, request.authority),
      visible(request.headers, timeout),
    ]);
  const copies = copiesOf(observed).map(({ cluster, startLine, headers }) => [
    cluster,
    startLine,
    headers.find(([name]) => name === 'host')?.[1],
    visible(headers, timeout),
  ]);
  return ['mirrors', sorted(copies), sorted(expected)];
}

function uncopied(observed: Observation): Row {
  return ['mirrors', copiesOf(observed), []];
}

/** What came to the servers beside the tries of the request itself. */
function copiesOf({ echo, received, tries }: Observation): Observation['received'] {
  const host = (message: Observation['received'][number]): string | undefined =>
    message.headers.find(([name]) => name === 'host')?.[1];
  let left = echo === undefined ? 0 : tries;
  return received.filter((each) => {
    const isTry = left > 0 && each.cluster === echo?.cluster && host(each) === host(echo);
    if (isTry) left--;
    return !isTry;
  });
}

function sorted(rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** What the request tells the server behind Envoy to answer. */
function failedStatus({ request }: Destination): number {
  return Number(headerValues(request, failHeader)[0] ?? 200);
}

function echoRows(taken: Destination, tries: number, observed: Observation): readonly Row[] {
  const { echo, response } = observed;
  const status = Number(response?.startLine.split(' ')[1] ?? 0);
  const { cluster, request, responseMutations } = taken;
  const upstream: readonly HeaderLine[] = upstreamHeaders;
  // Later tries have what the first has left of the time.
  const timeless = tries === 1 ? [] : ['x-envoy-expected-rq-timeout-ms'];
  const answered = responseMutations.reduce((lines, mutations) => mutateHeaders(lines, mutations, request), upstream);
  return [
    ['status', status, failedStatus(taken)],
    ['tries', observed.tries, tries],
    ['cluster', echo?.cluster, cluster],
    ['request line', echo?.startLine, `${request.method} ${request.path} HTTP/1.1`],
    ['authority', echo?.headers.find(([name]) => name === 'host')?.[1], request.authority],
    ['scheme', echo?.headers.find(([name]) => name === 'x-forwarded-proto')?.[1], request.forwardedProto],
    ['request headers', visible(echo?.headers ?? [], timeless), visible(request.headers, timeless)],
    ['response headers', visible(response?.headers ?? []), visible(answered)],
  ];
}

/** Headers by name, the values of one in their order. */
function visible(
  headers: readonly HeaderLine[],
  besides: readonly string[] = [],
): readonly (readonly [string, string])[] {
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers)
    if (!ignoredHeaders.has(name) && !besides.includes(name)) byName.set(name, [...(byName.get(name) ?? []), value]);
  return [...byName]
    .map(([name, values]) => [name, values.join(',').trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
