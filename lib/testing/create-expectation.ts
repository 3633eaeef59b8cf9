import type { ServiceReference } from '../../constructs/references.js';
import type { Asked } from './asked.js';
import type { Failure } from './failure.js';
import { recordCoverage } from './coverage/record-coverage.js';
import { guard } from './guard.js';
import { judgeArriveWith } from './judge/arrive-with.js';
import { judgeBeAnswered } from './judge/be-answered.js';
import { judgeDenied } from './judge/denied.js';
import { judgeFailWith } from './judge/fail-with.js';
import { judgeFault } from './judge/fault.js';
import { judgeLeaveMesh } from './judge/leave-mesh.js';
import { judgeNoFault } from './judge/no-fault.js';
import { judgeNoRetry } from './judge/no-retry.js';
import { judgeNotReach } from './judge/not-reach.js';
import { judgeReachOneOf } from './judge/reach-one-of.js';
import { judgeReach } from './judge/reach.js';
import { judgeRedirectTo } from './judge/redirect-to.js';
import { judgeRespondWithHeaders } from './judge/respond-with-headers.js';
import { judgeRetry } from './judge/retry.js';
import { judgeSplit } from './judge/split.js';
import { judgeTimeOutAfter } from './judge/time-out-after.js';
import { raise } from './raise.js';
import type { RequestExpectation } from './request-expectation.js';
import { weightsOf, type Weights } from './weights-of.js';
import { failureText } from './words/failure-text.js';
import { notKnown } from './judge/not-known.js';

/** Makes what can be expected of a request out of what becomes of it. */
export function createExpectation(asked: Asked): RequestExpectation {
  const expectation: RequestExpectation = {
    toReach: step((place, share) => judgeReach(asked, place, share)),
    notToReach: step((place) => judgeNotReach(asked, place)),
    toReachOneOf: step((...places) => judgeReachOneOf(asked, places)),
    toSplit: step((first: ServiceReference | Weights, second?: Weights) => judgeSplit(asked, weightsOf(first, second))),
    toBeDenied: step(() => judgeDenied(asked)),
    toLeaveMesh: step((host) => judgeLeaveMesh(asked, host)),
    toFailWith: step((status, share) => judgeFailWith(asked, status, share)),
    toBeAnswered: step((status, answer) => judgeBeAnswered(asked, status, answer)),
    toRedirectTo: step((location, status) => judgeRedirectTo(asked, location, status)),
    toMeetFault: step((fault) => judgeFault(asked, fault)),
    notToMeetFault: step(() => judgeNoFault(asked)),
    toArriveWith: step((request) => judgeArriveWith(asked, request)),
    toRespondWithHeaders: step((headers) => judgeRespondWithHeaders(asked, headers)),
    toTimeOutAfter: step((timeout) => judgeTimeOutAfter(asked, timeout)),
    toRetry: step((retries) => judgeRetry(asked, retries)),
    notToRetry: step(() => judgeNoRetry(asked)),
  };
  return expectation;

  function step<Args extends readonly unknown[]>(
    judge: (...args: Args) => Failure | undefined,
  ): (...args: Args) => RequestExpectation {
    const method = (...args: Args): RequestExpectation => {
      recordCoverage(asked);
      const failure = notKnown(asked) ?? guard(method, () => judge(...args));
      if (failure === undefined) return expectation;
      return raise({ message: failureText(asked, failure), values: failure.values }, method);
    };
    return method;
  }
}
