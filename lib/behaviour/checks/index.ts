import { matchNeverMet } from './match-never-met.js';
import { policyWithoutEffect } from './policy-without-effect.js';
import { routeNeverTaken } from './route-never-taken.js';
import { routeReachUndecided } from './route-reach-undecided.js';
import { routeUnreachable } from './route-unreachable.js';

/** Every check of behaviour, sorted by name; a new one adds two lines here. */
export const behaviourChecks = [
  matchNeverMet,
  policyWithoutEffect,
  routeNeverTaken,
  routeReachUndecided,
  routeUnreachable,
] as const;
