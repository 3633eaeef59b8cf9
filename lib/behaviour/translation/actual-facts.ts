import type { Fault, Outcome } from '../../simulate/decision.js';
import type { Message } from '../../simulate/headers/message.js';
import { mutateHeaders } from '../../simulate/headers/mutate-headers.js';
import type { HttpManager } from '../../simulate/http-manager.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { answerRequest } from '../../simulate/route/answer-request.js';
import { forwardRequest } from '../../simulate/route/forward-request.js';
import type { RetryRule } from '../../simulate/route/retry-rule.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { runFilters } from '../../simulate/run-filters.js';
import type { FaultFacts, OutcomeFacts, RetryFacts } from './outcome-facts.js';
import { sampleText } from './sample-text.js';

type Forward = Extract<Outcome, { kind: 'forward' }>;

/** What an emitted route does with samples of requests, asked of the simulator. */
export function actualFacts(listener: HttpManager, route: SimulatedRoute, samples: readonly Message[]): OutcomeFacts {
  const { action } = route;
  switch (action.kind) {
    case 'forward': {
      const outcomes = samples.map((received) => forwardRequest({ listener, route, action, received, source: '' }));
      const [first] = outcomes;
      if (first?.kind !== 'forward') return { kind: 'other', text: 'no samples' };
      return forwardFacts({ listener, route, samples }, first, outcomes);
    }
    case 'redirect': {
      const locations = samples.map((sample) => {
        const answer = answerRequest(route, action, sample);
        return 'location' in answer ? (answer.location ?? '') : '';
      });
      return { kind: 'redirect', status: action.status, samples: locations };
    }
    case 'direct-response':
    case 'unknown':
      return { kind: 'other', text: action.kind };
  }
}

function forwardFacts(
  { listener, route, samples }: { listener: HttpManager; route: SimulatedRoute; samples: readonly Message[] },
  outcome: Forward,
  outcomes: readonly Outcome[],
): OutcomeFacts {
  const clusters = outcome.destinations.map(({ cluster }) => cluster);
  const [request] = samples;
  const fault = request === undefined ? undefined : runFilters(listener, { route, request, clusters }).fault;
  return {
    kind: 'forward',
    shares: Object.fromEntries(outcome.destinations.map(({ cluster, probability }) => [cluster, share(probability)])),
    requestTimeoutMs: outcome.requestTimeoutMs,
    idleTimeoutMs: outcome.idleTimeoutMs,
    retries: outcome.retries === undefined ? undefined : retryFacts(outcome.retries),
    hashOn: outcome.hash.map(({ kind, name, isTerminal }) => `${kind} ${name}${isTerminal ? '' : ', and on'}`),
    fault: fault === undefined ? undefined : faultFacts(fault),
    samples: outcomes.flatMap((each, index) => (each.kind === 'forward' ? sampleTexts(each, samples[index]) : [])),
  };
}

function sampleTexts({ destinations }: Forward, sample: Message | undefined): readonly string[] {
  return destinations.map(({ cluster, request, responseMutations }) => {
    const { authority, path, headers } = request;
    // The answer is taken to have the headers that the request had.
    const responseHeaders = responseMutations.reduce(
      (lines, mutations) => mutateHeaders(lines, mutations, request),
      sample?.headers ?? [],
    );
    return sampleText({ cluster, authority, path, requestHeaders: headers, responseHeaders });
  });
}

function retryFacts({
  attempts,
  on,
  statusCodes,
  perTryTimeoutMs,
  backOffBaseMs,
  backOffMaxMs,
}: RetryRule): RetryFacts {
  const codes = on.includes('retriable-status-codes') ? statusCodes.map(String) : [];
  return {
    attempts,
    on: [...on.filter((word) => word !== 'retriable-status-codes'), ...codes].sort(),
    perTryTimeoutMs,
    backOffMs: [backOffBaseMs, backOffMaxMs],
  };
}

function faultFacts({ delay, abort }: Fault): FaultFacts {
  const status = abort?.grpcStatus === undefined ? `http ${abort?.status ?? ''}` : `grpc ${abort.grpcStatus}`;
  return {
    delay: delay === undefined ? undefined : `${delay.durationMs} ms ${share(delay.probability)}`,
    abort: abort === undefined ? undefined : `${status} ${share(abort.probability)}`,
  };
}

function share({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}
