import type { Asked } from '../asked.js';
import type { CaseExpectations } from '../behaviour-case.js';
import type { Failure } from '../failure.js';
import { judgeArriveWith } from '../judge/arrive-with.js';
import { judgeBeAnswered } from '../judge/be-answered.js';
import { judgeDenied } from '../judge/denied.js';
import { judgeFailWith } from '../judge/fail-with.js';
import { judgeFault } from '../judge/fault.js';
import { judgeLeaveMesh } from '../judge/leave-mesh.js';
import { judgeNoFault } from '../judge/no-fault.js';
import { judgeNoRetry } from '../judge/no-retry.js';
import { judgeNotReach } from '../judge/not-reach.js';
import { judgeReach } from '../judge/reach.js';
import { judgeRedirectTo } from '../judge/redirect-to.js';
import { judgeRespondWithHeaders } from '../judge/respond-with-headers.js';
import { judgeRetry } from '../judge/retry.js';
import { judgeSplit } from '../judge/split.js';
import { judgeTimeOutAfter } from '../judge/time-out-after.js';
import { Misuse } from '../misuse.js';

type ExpectationName = keyof CaseExpectations;
type CaseJudge = (asked: Asked, each: CaseExpectations) => Failure | undefined;

const judges: Readonly<Record<ExpectationName, CaseJudge>> = {
  reach: where('reach', (asked, place) => judgeReach(asked, place)),
  notReach: where('notReach', judgeNotReach),
  split: where('split', judgeSplit),
  denied: where('denied', judgeDenied),
  leaveMesh: where('leaveMesh', judgeLeaveMesh),
  failWith: where('failWith', (asked, status) => judgeFailWith(asked, status)),
  answered: where('answered', (asked, status) => judgeBeAnswered(asked, status)),
  redirectTo: where('redirectTo', (asked, location) => judgeRedirectTo(asked, location)),
  fault: where('fault', (asked, fault) => (fault === 'none' ? judgeNoFault(asked) : judgeFault(asked, fault))),
  arriveWith: where('arriveWith', judgeArriveWith),
  respondWithHeaders: where('respondWithHeaders', judgeRespondWithHeaders),
  timeOutAfter: where('timeOutAfter', judgeTimeOutAfter),
  retry: where('retry', (asked, retries) => (retries === 'none' ? judgeNoRetry(asked) : judgeRetry(asked, retries))),
};

/** Everything of a case that does not hold, in the order above. Throws `Misuse` where the case expects nothing. */
export function judgeCase(asked: Asked, each: CaseExpectations): readonly Failure[] {
  const names = (Object.keys(judges) as ExpectationName[]).filter((name) => each[name] !== undefined);
  if (names.length === 0) throw new Misuse('the case expects nothing', `say one of ${Object.keys(judges).join(', ')}`);
  return names.flatMap((name) => judges[name](asked, each) ?? []);
}

/** Judges an expectation where the case has it. */
function where<Name extends ExpectationName>(
  name: Name,
  judge: (asked: Asked, expected: NonNullable<CaseExpectations[Name]>) => Failure | undefined,
): CaseJudge {
  return (asked, each) => {
    const expected = each[name];
    return expected === undefined ? undefined : judge(asked, expected);
  };
}
