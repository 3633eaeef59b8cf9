import type { Message } from '../headers/message.js';
import { holdsLiteral } from './holds-literal.js';
import type { RequestSet } from './request-set.js';

/** Whether a request, as routes see it, is in a set. */
export function containsRequest(set: RequestSet, request: Message): boolean {
  switch (set.kind) {
    case 'literal':
      return holdsLiteral(set.literal, request);
    case 'all':
      return set.sets.every((each) => containsRequest(each, request));
    case 'any':
      return set.sets.some((each) => containsRequest(each, request));
  }
}
