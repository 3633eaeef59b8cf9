import type { RolloutState } from '../../../../../lib/rollout/decide/rollout-state.js';
import type { Evidence } from '../../../../../lib/rollout/evidence/evidence.js';
import type { EvidenceReading } from '../../../../../lib/rollout/evidence/evidence-reading.js';
import { readEvidence } from '../../../../../lib/rollout/evidence/read-evidence.js';

const known = new WeakMap<Evidence, EvidenceReading>();

/** What a state's evidence says; each is read once, for evidence belongs to one plan. */
export function readingOf({ plan, evidence }: RolloutState): EvidenceReading {
  const reading = known.get(evidence) ?? readEvidence(plan, evidence);
  known.set(evidence, reading);
  return reading;
}
