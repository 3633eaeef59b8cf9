import type { Asked } from '../asked.js';
import type { Failure } from '../failure.js';
import { listWords } from '../../analysis/words/list-words.js';

/** Where the simulator does not know all of a request's way, nothing is expected of it in vain: it fails. */
export function notKnown({ unknown }: Asked): Failure | undefined {
  if (unknown.length === 0) return undefined;
  return { expected: 'to have a way that can be known', got: `it is not known what this does: ${listWords(unknown)}` };
}
