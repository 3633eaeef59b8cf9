import type { ServiceReference } from '../../constructs/references.js';
import type { Asked } from './asked.js';
import { recordCoverage } from './coverage/record-coverage.js';
import type { EveryAsked } from './every/every-asked.js';
import type { EveryRequestExpectation } from './every-request-expectation.js';
import type { Failure } from './failure.js';
import { guard } from './guard.js';
import { judgeDenied } from './judge/denied.js';
import { judgeNoRetry } from './judge/no-retry.js';
import { notKnown } from './judge/not-known.js';
import { judgeNotReach } from './judge/not-reach.js';
import { judgeReachOneOf } from './judge/reach-one-of.js';
import { judgeReach } from './judge/reach.js';
import { judgeRetry } from './judge/retry.js';
import { judgeSplit } from './judge/split.js';
import { judgeTimeOutAfter } from './judge/time-out-after.js';
import { raise } from './raise.js';
import { weightsOf, type Weights } from './weights-of.js';
import { failureText } from './words/failure-text.js';

/** Makes what can be expected of all requests of a condition. */
export function createEveryExpectation({ examples, undecided }: EveryAsked): EveryRequestExpectation {
  const expectation: EveryRequestExpectation = {
    toReach: step((asked, place, share) => judgeReach(asked, place, share)),
    notToReach: step((asked, place) => judgeNotReach(asked, place)),
    toReachOneOf: step((asked, ...places) => judgeReachOneOf(asked, places)),
    toSplit: step((asked, first: ServiceReference | Weights, second?: Weights) =>
      judgeSplit(asked, weightsOf(first, second)),
    ),
    toBeDenied: step((asked) => judgeDenied(asked)),
    toTimeOutAfter: step((asked, timeout) => judgeTimeOutAfter(asked, timeout)),
    toRetry: step((asked, retries) => judgeRetry(asked, retries)),
    notToRetry: step((asked) => judgeNoRetry(asked)),
  };
  return expectation;

  function step<Args extends readonly unknown[]>(
    judge: (asked: Asked, ...args: Args) => Failure | undefined,
  ): (...args: Args) => EveryRequestExpectation {
    const method = (...args: Args): EveryRequestExpectation => {
      for (const asked of examples) {
        recordCoverage(asked);
        const failure = notKnown(asked) ?? guard(method, () => judge(asked, ...args));
        if (failure === undefined) continue;
        return raise({ message: `not every request: ${failureText(asked, failure)}`, values: failure.values }, method);
      }
      if (undecided.length === 0) return expectation;
      return raise({ message: `it cannot be decided for every request: ${undecided.join('; ')}` }, method);
    };
    return method;
  }
}
