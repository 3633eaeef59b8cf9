import type { Decision, Fault, Outcome } from '../decision.js';
import { complement } from '../rational/complement.js';
import { multiply } from '../rational/multiply.js';
import type { Rational } from '../rational/rational.js';
import type { ResultEnd, RequestResult } from './request-result.js';
import type { Branch, RequestStep } from './request-step.js';

const one: Rational = { numerator: 1, denominator: 1 };

/** Everything that a request may come to, with exact probabilities; those of 0 are left out. */
export function requestResults(step: RequestStep): readonly RequestResult[] {
  return resultsOf(step, { probability: one, way: [], clusters: [] });
}

type Here = Omit<RequestResult, 'end'>;

function resultsOf(step: RequestStep, before: Here): readonly RequestResult[] {
  const { proxy, decision, accepted } = step;
  const here: Here = { ...before, way: [...before.way, { proxy, decision }] };
  if (accepted.kind === 'closed') return [{ ...here, end: { kind: 'closed', proxy, reason: accepted.reason } }];
  if (decision === undefined) {
    if (step.branches.length === 0) return [{ ...here, end: { kind: 'unknown', proxy, unknown: step.unknown } }];
    return step.branches.flatMap((branch) => branchResults(step, branch, here));
  }
  const { fault, outcome } = decision;
  if (outcome.kind === 'forward') {
    const forAll = fault?.onlyTo === undefined ? fault : undefined;
    const onward = (rest: Here): readonly RequestResult[] =>
      step.branches.flatMap((branch) => branchResults(step, branch, rest));
    return withFault(forAll, here, onward, proxy);
  }
  return withFault(fault, here, (rest) => [{ ...rest, end: ownAnswer(proxy, outcome, decision) }], proxy);
}

function branchResults(step: RequestStep, branch: Branch, before: Here): readonly RequestResult[] {
  const { end, cluster, request } = branch;
  const here: Here = {
    ...before,
    probability: multiply(before.probability, branch.probability),
    clusters: [...before.clusters, cluster],
  };
  const fault = step.decision?.fault;
  const meets = fault?.onlyTo !== undefined && fault.onlyTo === cluster;
  return withFault(meets ? fault : undefined, here, reach, step.proxy);

  function reach(rest: Here): readonly RequestResult[] {
    switch (end.kind) {
      case 'workload':
        return [{ ...rest, end: { kind: 'workload', workload: end.workload, endpoint: end.endpoint, request } }];
      case 'outside':
        return [{ ...rest, end: { kind: 'outside', endpoints: end.endpoints, request } }];
      case 'nowhere':
        return [{ ...rest, end: missing(step, end) }];
      case 'proxy':
        return resultsOf(end.step, rest);
    }
  }
}

/** An abort takes its share before the router sees the request. */
function withFault(
  fault: Fault | undefined,
  here: Here,
  otherwise: (rest: Here) => readonly RequestResult[],
  proxy: string,
): readonly RequestResult[] {
  const abort = fault?.abort;
  if (abort === undefined) return otherwise(here);
  const end: ResultEnd = {
    kind: 'answer',
    proxy,
    why: 'fault',
    status: abort.status,
    location: undefined,
    headers: [],
    body: 'fault filter abort',
  };
  const aborted: RequestResult = { ...here, probability: multiply(here.probability, abort.probability), end };
  const left = complement(abort.probability);
  if (left.numerator === 0) return [aborted];
  return [aborted, ...otherwise({ ...here, probability: multiply(here.probability, left) })];
}

function missing(step: RequestStep, end: { reason: 'unknown-cluster' | 'no-endpoint'; status: number }): ResultEnd {
  const { proxy } = step;
  if (step.decision === undefined) return { kind: 'closed', proxy, reason: 'no-endpoint' };
  return {
    kind: 'answer',
    proxy,
    why: end.reason,
    status: end.status,
    location: undefined,
    headers: [],
    body: end.reason === 'no-endpoint' ? 'no healthy upstream' : '',
  };
}

function ownAnswer(proxy: string, outcome: Exclude<Outcome, { kind: 'forward' }>, { unknown }: Decision): ResultEnd {
  const base = { kind: 'answer', proxy, headers: [], body: '', location: undefined } as const;
  switch (outcome.kind) {
    case 'refuse':
      return { ...base, why: 'refuse', status: outcome.status, location: outcome.location };
    case 'no-route':
      return { ...base, why: 'no-route', status: outcome.status };
    case 'redirect':
    case 'direct-response': {
      const { kind, status, location, headers, body } = outcome;
      return { ...base, why: kind, status, location, headers, body };
    }
    case 'unknown':
      return { kind: 'unknown', proxy, unknown };
  }
}
