import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStateReader } from '../../../lib/rollout/decide/read-state.js';
import schema from '../../../lib/rollout/decide/rollout-state.schema.json' with { type: 'json' };
import { examplePlan } from './support/example-plan.js';
import { startRun } from './support/run.js';

const read = createStateReader();

function stored(): Record<string, unknown> {
  const run = startRun(examplePlan());
  run.until('promoting', { window: 'good' });
  return JSON.parse(JSON.stringify(run.state)) as Record<string, unknown>;
}

test('the schema of stored states is valid by its own draft', () => {
  const ajv = new Ajv({ discriminator: true });
  expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
});

test('what was stored is read as it was', () => {
  expect(read(stored())).toEqual({ kind: 'read', state: stored() });
});

test('a state of another version is refused and named, and so is a plan of another version', () => {
  expect(read({ ...stored(), stateVersion: 2 })).toEqual({
    kind: 'refused',
    code: 'other-version',
    sentence: 'the stored state has version 2, and this controller reads version 1',
  });
  expect(read({ ...stored(), plan: { ...examplePlan(), planVersion: 7 } })).toEqual({
    kind: 'refused',
    code: 'other-version',
    sentence: 'the plan of the stored state has version 7, and this controller reads version 1',
  });
});

test.each([
  { change: { weight: 1.5 }, says: '/weight is 1.5, and has to be 0 to 1' },
  { change: { epoch: 2.5 }, says: '/epoch is 2.5, and has to be a whole number' },
  { change: { phaseMs: -1 }, says: '/phaseMs is -1, and has to be 0 or more' },
  { change: { phase: 'flying' }, says: '/phase must be equal to one of the allowed values' },
  { change: { evidence: 'none' }, says: '/evidence must be object' },
  { change: { plan: undefined }, says: "it must have required property 'plan'" },
  { change: { more: 1 }, says: 'it must NOT have additional properties' },
])('a state that nobody wrote is refused with the place: $says', ({ change, says }) => {
  expect(read({ ...stored(), ...change })).toEqual({
    kind: 'refused',
    code: 'not-a-state',
    sentence: `what is stored is no state of a rollout: ${says}`,
  });
});

test('whatever a store has, reading it does not throw, and only a state is read', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (value) => {
      expect(read(value).kind).toBe('refused');
    }),
  );
});

test('a state with one place that is garbage is refused, or is still a state', () => {
  const sound = stored();
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(sound)), fc.jsonValue(), (name, value) => {
      const found = read({ ...sound, [name]: value });
      if (found.kind === 'read') expect(typeof found.state[name as keyof typeof found.state]).toBe(typeof sound[name]);
    }),
  );
});
