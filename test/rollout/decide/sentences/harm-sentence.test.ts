import { expect, test } from 'vitest';
import type { Criterion, Measure } from '../../../../lib/ir/rollout/criterion.js';
import type { EvidenceReading } from '../../../../lib/rollout/evidence/evidence-reading.js';
import { harmSentence } from '../../../../lib/rollout/decide/sentences/harm-sentence.js';
import { observe, newWorld } from '../support/world.js';
import { errors, examplePlan } from '../support/example-plan.js';
import { noon, startRun } from '../support/run.js';

function sentenceOf(criterion: Criterion): string {
  const found = {
    name: criterion.name,
    ...{ logHarm: Math.log(3_400), logHarmBound: Math.log(100), provenExcess: 1, isProven: false, dispersion: 1 },
    canary: { total: 1_000, bad: 51 },
    stable: { total: 20_000, bad: 40 },
  };
  const reading: EvidenceReading = {
    criteria: [found],
    harmful: [criterion.name],
    ...{ isProven: false, isNotRouted: false, weightCeiling: 0.01, canaryRequests: 1_000 },
  };
  const plan = examplePlan({ criteria: [criterion] });
  const { state } = startRun(plan);
  return harmSentence({ program: plan, state, observation: observe(newWorld), reading, now: noon, elapsedMs: 0 });
}

const odds = '; evidence 1:3400 against, needed 1:100';

const measures: { measure: Measure; says: string }[] = [
  { measure: { kind: 'error-ratio' }, says: 'checkout/v2 answers 5.1 % with errors, v1 0.2 %' },
  { measure: { kind: 'latency-over', edgeMs: 250 }, says: 'checkout/v2 answers 5.1 % later than 250 ms, v1 0.2 %' },
  { measure: { kind: 'denied-ratio' }, says: 'checkout/v2 denies 5.1 %, v1 0.2 %' },
  {
    measure: { kind: 'saturation', resource: 'memory', over: 0.9 },
    says: 'checkout/v2 has its memory over 90 % in 5.1 % of its windows, v1 0.2 %',
  },
  { measure: { kind: 'counters', total: 'a', bad: 'b' }, says: 'checkout/v2 has 5.1 % bad by "errors", v1 0.2 %' },
  // Of rates the total is in ms for which pods were observed.
  { measure: { kind: 'rate', events: 'x' }, says: 'checkout/v2 has 51 events a second and pod by "errors", v1 2' },
];

test.each(measures)('says of $measure.kind what both sides do, in words', ({ measure, says }) => {
  expect(sentenceOf({ ...errors, measure })).toBe(says + odds);
});

test('says what is tolerated where nothing is compared', () => {
  expect(sentenceOf({ ...errors, tolerance: { kind: 'absolute', max: 0.01 } })).toBe(
    `checkout/v2 answers 5.1 % with errors, at most 1 % is tolerated${odds}`,
  );
});
