import { stableJson } from '../../util/stable-json.js';
import type { Explanation } from './explanation.js';

/** An explanation for programs: its data as JSON with sorted keys, in the form that `version` names. */
export function renderExplanationJson(explanation: Explanation): string {
  return stableJson(explanation);
}
