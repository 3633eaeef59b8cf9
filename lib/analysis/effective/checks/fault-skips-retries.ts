import { defineEffectiveCheck } from '../define-effective-check.js';
import { answerIsRetried } from '../answer-is-retried.js';
import { groupByOrigin } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds aborts put in where the route would try such an answer again: the caller's proxy answers before its router, which
 * retries, has seen the request.
 */
export const faultSkipsRetries = defineEffectiveCheck('fault-skips-retries', function* ({ routes }) {
  const found = routes.flatMap((site) => {
    const { retries, fault } = site.kind === 'http' ? site.route : {};
    if (retries === undefined || fault?.abort === undefined) return [];
    return answerIsRetried(retries, fault.abort.status) ? [{ site, retries, fault, abort: fault.abort }] : [];
  });
  for (const { origin, first, all } of groupByOrigin(found, ({ fault }) => fault.origin)) {
    const { site, retries, abort } = first;
    const { origin: retriesOrigin } = retries.attempts;
    yield {
      message:
        `route "${site.route.name}" puts in ${abort.status.kind === 'grpc' ? 'gRPC status' : 'status'} ` +
        `${String(abort.status.code)} for ${String(abort.percent)} % of its requests, which its retries do not see: ` +
        `callers get the error at once${andMore(all.length - 1, 'route')}`,
      origin,
      related:
        retriesOrigin.kind === 'user' && retriesOrigin !== origin
          ? [{ message: 'the retries', origin: retriesOrigin }]
          : [],
      hint: 'to see the retries at work let the callee itself fail; this fault shows what callers do when all tries have failed',
    };
  }
});
