import type { Outcome } from '../../../../lib/simulate/decision.js';
import type { HeaderLine } from '../../../../lib/simulate/headers/header-line.js';
import type { Message } from '../../../../lib/simulate/headers/message.js';
import { followRequest } from '../../../../lib/simulate/network/follow-request.js';
import type { RequestStep } from '../../../../lib/simulate/network/request-step.js';
import type { SimulatedNetwork } from '../../../../lib/simulate/network/simulated-network.js';
import { ignoredHeaders } from '../ignored-headers.js';
import type { EmittedAnswer, EmittedQuestion } from './ask-emitted.js';

/** Something that the proxies and the simulator say differently of one request: what, the proxies, the simulator. */
export type EmittedDifference = readonly [what: string, envoy: unknown, simulator: unknown];

/** A program that may get the request, and the request as it gets it. */
interface Arrival {
  readonly workload: string;
  readonly request: Message;
}

/** Asks the simulator what the proxies were asked, and says where they differ. */
export function emittedDifferences(
  network: SimulatedNetwork,
  { proxy, port, request }: EmittedQuestion,
  answer: EmittedAnswer,
): readonly EmittedDifference[] {
  const source = '127.0.0.1';
  const connection = {
    destinationAddress: source,
    destinationPort: port,
    sourceAddress: source,
    sourcePort: 50_000,
    tls: undefined,
  };
  const step = followRequest(
    network,
    { proxy, connection, redirectedTo: undefined },
    { ...request, scheme: 'http', source, port },
  );
  if (step?.decision === undefined) return [['decision', 'there is one', undefined]];
  const { decision } = step;
  const rows: EmittedDifference[] = [
    ['unknown', [], step.unknown],
    ...(decision.outcome.kind === 'refuse' ? [] : [['route', answer.route, decision.route?.name] as const]),
    ...endRows(step, decision.outcome, answer),
  ];
  return rows.filter(([, envoy, simulator]) => JSON.stringify(envoy) !== JSON.stringify(simulator));
}

function endRows(step: RequestStep, outcome: Outcome, { response, echo }: EmittedAnswer): EmittedDifference[] {
  const status = Number(response?.startLine.split(' ')[1] ?? 0);
  const location = response?.headers.find(([name]) => name === 'location')?.[1];
  const abort = step.decision?.fault?.abort;
  if (abort !== undefined) return [['status', status, abort.status]];
  switch (outcome.kind) {
    case 'unknown':
      return [['outcome', 'known', 'unknown']];
    case 'no-route':
      return [['status', status, outcome.status]];
    case 'refuse':
    case 'redirect':
    case 'direct-response':
      return [
        ['status', status, outcome.status],
        ['location', location, outcome.location],
      ];
    case 'forward':
      return arrivalRows(step, status, echo);
  }
}

function arrivalRows(step: RequestStep, status: number, echo: EmittedAnswer['echo']): EmittedDifference[] {
  const arrivals = arrivalsOf(step);
  const taken = arrivals.find(({ workload }) => workload === echo?.instance);
  if (taken === undefined || echo === undefined)
    return [['destination', echo?.instance ?? status, arrivals.map(({ workload }) => workload)]];
  const { request } = taken;
  return [
    ['status', status, 200],
    ['method', echo.method, request.method],
    ['path', echo.path, request.path],
    ['authority', echo.authority, request.authority],
    ['headers', visibleEcho(echo.headers), visible(request.headers)],
  ];
}

/** What programs may get, through every proxy on the way. */
function arrivalsOf({ branches }: RequestStep): readonly Arrival[] {
  return branches.flatMap(({ end, request }): readonly Arrival[] => {
    if (end.kind === 'proxy') return arrivalsOf(end.step);
    return end.kind === 'workload' && request !== undefined ? [{ workload: end.workload, request }] : [];
  });
}

const isVisible = (name: string): boolean => !ignoredHeaders.has(name) && name !== 'user-agent' && name !== 'accept';

function visible(headers: readonly HeaderLine[]): unknown {
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) byName.set(name, [...(byName.get(name) ?? []), value]);
  return sorted([...byName].map(([name, values]) => [name, values.join(name === 'cookie' ? '; ' : ', ')] as const));
}

function visibleEcho(headers: Readonly<Record<string, string | string[] | undefined>>): unknown {
  return sorted(Object.entries(headers).map(([name, value]) => [name, String(value)] as const));
}

function sorted(entries: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return entries.filter(([name]) => isVisible(name)).sort(([a], [b]) => (a < b ? -1 : 1));
}
