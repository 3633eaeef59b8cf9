import { findRequest } from './find-request.js';
import type { RequestSet } from './request-set.js';
import { searchSpace } from './search-space.js';
import type { SetOptions } from './set-options.js';
import { spent } from './text/spent.js';

/** Whether no request is in a set; `undecided` when the budget ended before that was known. */
export function isEmptySet(set: RequestSet, options: SetOptions = {}): boolean | 'undecided' {
  const found = findRequest({ set }, searchSpace(options));
  return found === spent ? 'undecided' : found === undefined;
}
