import type { SearchSpace } from './fill-slot.js';
import type { SetOptions } from './set-options.js';
import { pathAlphabet } from './text/alphabets.js';

/** How much is searched for one question unless told otherwise. */
const defaultSteps = 20_000;

/** What is searched for one question. */
export function searchSpace({ path, absentHeaders = [], budget }: SetOptions): SearchSpace {
  return {
    paths: pathAlphabet(path),
    absentHeaders: new Set(absentHeaders),
    meter: { left: budget?.steps ?? defaultSteps },
  };
}
