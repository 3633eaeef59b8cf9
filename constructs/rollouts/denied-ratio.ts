import { criterionOf, type CriterionOptions, type CriterionSpec } from './criterion-props.js';

/** Share of requests that a policy of the mesh refused: a limit (429) or an authorization (401, 403). */
export function deniedRatio(options: CriterionOptions = {}): CriterionSpec {
  return criterionOf({ kind: 'denied-ratio' }, options, { name: 'denied', unit: 'percent' });
}
