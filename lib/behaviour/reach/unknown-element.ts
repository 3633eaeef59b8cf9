import { didYouMean } from '../../analysis/words/did-you-mean.js';
import type { RequestProblem } from '../request-problem.js';

/** That a question is about a name that the mesh does not have. */
export function unknownElement(mesh: string, name: string, names: readonly string[]): RequestProblem {
  return {
    message: `the mesh "${mesh}" has no "${name}" to ask about`,
    hint: didYouMean(name, names) ?? `it has ${names.join(', ')}`,
  };
}
