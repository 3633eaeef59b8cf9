import type { Message } from '../headers/message.js';
import { containsRequest } from './contains-request.js';
import { holdsLiteral } from './holds-literal.js';
import type { Literal } from './literal.js';
import type { RequestSet } from './request-set.js';

/**
 * Literals of which every request of a set meets one at least, and the given request, which is not in the set, meets
 * none. Undefined when it is in the set.
 */
export function violatedLiterals(set: RequestSet, request: Message): readonly Literal[] | undefined {
  switch (set.kind) {
    case 'literal':
      return holdsLiteral(set.literal, request) ? undefined : [set.literal];
    case 'all':
      for (const each of set.sets) {
        const violated = violatedLiterals(each, request);
        if (violated !== undefined) return violated;
      }
      return undefined;
    case 'any':
      if (containsRequest(set, request)) return undefined;
      return set.sets.flatMap((each) => violatedLiterals(each, request) ?? []);
  }
}
