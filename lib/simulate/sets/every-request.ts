import type { RequestSet } from './request-set.js';

/** The set of all requests. */
export const everyRequest: RequestSet = Object.freeze({ kind: 'all', sets: Object.freeze([]) });
