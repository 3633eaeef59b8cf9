import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Criterion } from '../../ir/rollout/criterion.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import { stableJson } from '../../util/stable-json.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds criteria that contradict each other or their rollout: two of one name, two on one measure of which the laxer never
 * decides anything, none where nothing else could promote, and comparisons with a stable side that gets nothing to compare with.
 */
export const rolloutCriteria = defineCheck('rollout-criteria', function* ({ ir }) {
  for (const rollout of ir.rollouts) {
    yield* findRepeats(rollout);
    yield* findImpossible(rollout);
  }
});

function* findRepeats({ name, origin, criteria }: Rollout): Generator<DiagnosticDetails> {
  const byName = new Map<string, Criterion>();
  const byMeasure = new Map<string, Criterion>();
  for (const criterion of criteria) {
    const key = `${criterion.tolerance.kind} ${stableJson(criterion.measure)}`;
    const [sameName, sameMeasure] = [byName.get(criterion.name), byMeasure.get(key)];
    if (sameMeasure !== undefined) {
      yield {
        message: `rollout "${name}" judges the same thing twice, by criteria "${sameMeasure.name}" and "${criterion.name}": only the stricter could ever decide`,
        origin,
        hint: 'keep one of them',
      };
    } else if (sameName !== undefined) {
      yield {
        message: `rollout "${name}" has two criteria with the name "${criterion.name}"`,
        origin,
        hint: 'give one of them another name',
      };
    }
    byName.set(criterion.name, criterion);
    byMeasure.set(key, criterion);
  }
}

function* findImpossible({ name, origin, criteria, gates, strategy, timing }: Rollout): Generator<DiagnosticDetails> {
  if (criteria.every(({ role }) => role === 'guard') && !gates.beforePromotion) {
    yield {
      message: `rollout "${name}" can never be promoted: it has no criterion that is a gate, and nobody is asked`,
      origin,
      hint: 'make a criterion a gate, or ask for approval before promotion',
    };
  }
  const comparing = criteria.filter(({ tolerance }) => tolerance.kind === 'against-stable');
  if (strategy.kind === 'blue-green' && timing.watchShare === 0 && comparing.length > 0) {
    yield {
      message: `criterion "${comparing[0]?.name ?? ''}" of rollout "${name}" compares with the stable side, which gets nothing once everybody is sent to the canary`,
      origin,
      hint: 'give it a "max" of its own, or leave a "watchShare" at the stable side',
    };
  }
}
