import type { Decision } from '../../simulate/decision.js';
import { grpcStatusOf } from '../../simulate/grpc/grpc-status-of.js';
import type { HttpRequest } from '../../simulate/http-request.js';
import type { RequestResult, ResultEnd } from '../../simulate/network/request-result.js';
import type { RequestStep } from '../../simulate/network/request-step.js';
import type { Trace } from '../trace.js';
import { denialOf } from './denial-of.js';
import { explainHop } from './explain-hop.js';
import type { ExplainSubject } from './explain-subject.js';
import type { ExplainedHop, ExplainedRequest, ExplainedResult, Explanation } from './explanation.js';
import { originOf } from './origin-of.js';

/** Tells the way of a request, with the place in the program of every decision. */
export function explainTrace({ origins }: ExplainSubject, trace: Trace): Explanation {
  const { step, request } = trace;
  const hops: HopInMaking[] = [];
  collect(step, request, undefined);
  const all = hops.map(({ proxy, before, steps }): ExplainedHop => ({ proxy, before, steps }));
  return {
    version: 1,
    request: explainedRequest(trace),
    results: trace.results.map(explainedResult),
    hops: all,
    isComplete: all.every(({ steps }) => steps.every(({ kind }) => kind !== 'unknown')),
  };

  function collect(at: RequestStep, sent: HttpRequest | undefined, behind: string | undefined): void {
    const steps = explainHop(at, { sent, behind, origins: originOf(origins.get(at.proxy)) });
    const text = JSON.stringify(steps);
    // Versions of a service have the same proxy: it is told once for all of them.
    const same = hops.find((hop) => hop.proxy === at.proxy && hop.text === text);
    if (same === undefined) hops.push({ proxy: at.proxy, before: behind === undefined ? [] : [behind], steps, text });
    else if (behind !== undefined && !same.before.includes(behind)) same.before.push(behind);
    for (const { end, request: leaving } of at.branches) {
      if (end.kind !== 'proxy') continue;
      const arriving =
        sent === undefined || leaving === undefined ? undefined : { ...sent, ...leaving, scheme: sent.scheme };
      collect(end.step, arriving, end.workload);
    }
  }

  function explainedResult({ probability, way, clusters, end }: RequestResult): ExplainedResult {
    const denial = end.kind === 'workload' || end.kind === 'outside' ? undefined : denialAt(end.proxy);
    return {
      probability,
      proxies: way.map(({ proxy }) => proxy),
      clusters,
      end,
      grpcStatus: grpcStatusOfEnd(end, way.at(-1)?.decision),
      denial,
      origin: originOfEnd(origins, { way, clusters }),
    };
  }

  function denialAt(proxy: string): string | undefined {
    return step.proxy === proxy ? denialOf(step) : undefined;
  }
}

interface HopInMaking extends ExplainedHop {
  readonly before: string[];
  readonly text: string;
}

function grpcStatusOfEnd(end: ResultEnd, decision: Decision | undefined): number | undefined {
  if (end.kind !== 'answer' || end.why === 'redirect') return undefined;
  // A fault that names a gRPC status answers with it whatever the request is.
  const injected = end.why === 'fault' ? decision?.fault?.abort?.grpcStatus : undefined;
  return injected ?? (decision?.isGrpc === true ? grpcStatusOf(end.status) : undefined);
}

/** The route of the first proxy decides where a request goes; without one its cluster does. */
function originOfEnd(
  origins: ExplainSubject['origins'],
  { way, clusters }: Pick<RequestResult, 'way' | 'clusters'>,
): ExplainedResult['origin'] {
  const [first] = way;
  if (first === undefined) return undefined;
  const lookup = originOf(origins.get(first.proxy));
  return lookup.route(first.decision?.route?.name ?? '') ?? lookup.cluster(clusters[0] ?? '');
}

function explainedRequest({ start, request }: Trace): ExplainedRequest {
  const { destinationAddress, destinationPort, sourceAddress, tls } = start.connection;
  const destination = `${destinationAddress}:${String(destinationPort)}`;
  const shared = { from: start.proxy, source: sourceAddress, destination };
  if (request !== undefined) {
    const { method, scheme, authority, path, headers } = request;
    return { ...shared, method, url: `${scheme}://${authority}${path}`, headers };
  }
  const url = `${tls === undefined ? 'tcp' : 'tls'}://${tls?.serverName ?? destinationAddress}:${String(destinationPort)}`;
  return { ...shared, method: undefined, url, headers: [] };
}
