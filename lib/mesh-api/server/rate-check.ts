import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationObject } from '../openapi/open-api.js';
import { problem } from '../problems/problem.js';
import type { Answer } from './answer.js';

/** Counts a call; the answer to a caller that calls too often. */
export type RateCheck = (request: FastifyRequest) => Promise<Answer | undefined>;

/**
 * Makes a count of calls; `@fastify/rate-limit` has to be registered.
 *
 * @param own a limit of its own. Absent: that which was registered
 */
export function createRateCheck(app: FastifyInstance, own?: OperationObject['x-call-limit']): RateCheck {
  const check =
    own === undefined ? app.createRateLimit() : app.createRateLimit({ max: own.max, timeWindow: own.windowMs });
  return async (request) => {
    const counted = await check(request);
    if (!('isExceeded' in counted) || !counted.isExceeded) return undefined;
    const wait = String(Math.max(1, counted.ttlInSeconds));
    return problem('too-many-requests', `too many calls; wait ${wait} s`, { headers: { 'Retry-After': wait } });
  };
}
