import { nearestName } from '../../util/nearest-name.js';
import type { RequestProblem } from '../request-problem.js';

/** That a question is about a name that the mesh does not have. */
export function unknownElement(mesh: string, name: string, names: readonly string[]): RequestProblem {
  const near = nearestName(name, names);
  return {
    message: `the mesh "${mesh}" has no "${name}" to ask about`,
    hint: near === undefined ? `it has ${names.join(', ')}` : `did you mean "${near}"?`,
  };
}
