import type { JsonObject } from './kubernetes-manifest.js';
import { rolloutNames } from './rollout-names.js';

const { group, version, kind, plural } = rolloutNames;

const text = (description: string): JsonObject => ({ type: 'string', description });
const whole = (description: string): JsonObject => ({ type: 'integer', format: 'int64', minimum: 0, description });
const time = (description: string): JsonObject => ({ type: 'string', format: 'date-time', description });
/** A part of the plan, checked by the compiler and by the controller: what this version does not know yet is kept as it is. */
const part = (description: string): JsonObject => ({
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
  description,
});

/**
 * The plan. Only what every version of it has is asked for: of a version that it does not read the controller says so in the status, where
 * people look, and the rollout goes on by the plan that it had.
 */
const spec: JsonObject = {
  type: 'object',
  description: 'The plan, as the program of the mesh was compiled.',
  'x-kubernetes-preserve-unknown-fields': true,
  required: ['planVersion', 'name', 'revision', 'procedure'],
  properties: {
    planVersion: { type: 'integer', minimum: 1, description: 'The version of its form.' },
    name: { type: 'string', minLength: 1, maxLength: 63, description: 'The name of the object.' },
    revision: text('Names what is rolled out, by its content.'),
    procedure: text('Names how it is rolled out, by its content.'),
    subject: part('What is rolled out.'),
    strategy: part('How callers come to the canary.'),
    criteria: {
      type: 'array',
      items: part('What must not get worse.'),
      description: 'What is measured, and how much worse is still well.',
    },
    timing: part('Waits and their ends, in ms.'),
    gates: part('When somebody has to say yes.'),
    whenUndecided: text('What happens when time ends without proof: hold, promote or roll-back.'),
  },
};

const condition: JsonObject = {
  type: 'object',
  required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
  properties: {
    type: text('Accepted, Progressing, Paused or Promoted.'),
    status: { type: 'string', enum: ['True', 'False', 'Unknown'], description: 'Whether it is so.' },
    reason: text('Why, in a word.'),
    message: text('Why, in a sentence with its numbers.'),
    lastTransitionTime: time('Since when.'),
    observedGeneration: whole('Of which plan that is said.'),
  },
};

const decision: JsonObject = {
  type: 'object',
  properties: {
    number: whole('Rises by one with every decision.'),
    time: time('When.'),
    phase: text('What it was then.'),
    weight: text('What came to the canary then.'),
    reason: text('Why, in a word.'),
    message: text('Why, in a sentence with its numbers.'),
  },
};

const status: JsonObject = {
  type: 'object',
  description: 'How it stands. Written by the controller alone.',
  properties: {
    observedGeneration: whole('The plan that was seen last.'),
    phase: text('Where it stands.'),
    weight: text('Share of requests that is sent to the canary.'),
    reason: text('Why it stands there, in a word.'),
    message: text('Why it stands there, in a sentence with its numbers.'),
    revision: text('What is rolled out, or was last.'),
    attempt: whole('Times that this revision was tried.'),
    epoch: whole('The number of the share that was asked for last.'),
    conditions: {
      type: 'array',
      items: condition,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
    },
    decisions: {
      type: 'array',
      items: decision,
      'x-kubernetes-list-type': 'atomic',
      description: 'The last ones, the newest last.',
    },
    writing: whole('Rises by one with every record that is written.'),
    record: text('What the controller remembers: JSON, gzip, base64.'),
  },
};

const column = (name: string, jsonPath: string, rest: JsonObject = {}): JsonObject => ({
  ...{ name, jsonPath, type: 'string' },
  ...rest,
});

/** The kind of object that a rollout is in Kubernetes: `spec` is the plan, from Git; `status` is what became of it. */
export const rolloutCrd: JsonObject = Object.freeze({
  group,
  scope: 'Namespaced',
  names: { kind, listKind: `${kind}List`, plural, singular: 'rollout', categories: ['meshwright'] },
  versions: [
    {
      name: version,
      served: true,
      storage: true,
      subresources: { status: {} },
      additionalPrinterColumns: [
        column('Phase', '.status.phase'),
        column('Weight', '.status.weight'),
        column('Reason', '.status.reason'),
        column('Accepted', '.status.conditions[?(@.type=="Accepted")].status', { priority: 1 }),
        column('Message', '.status.message', { priority: 1 }),
        column('Age', '.metadata.creationTimestamp', { type: 'date' }),
      ],
      schema: {
        openAPIV3Schema: {
          type: 'object',
          description: 'A change that comes to callers bit by bit, and goes back when it does harm.',
          required: ['spec'],
          properties: { spec, status },
          'x-kubernetes-validations': [
            { rule: 'self.metadata.name == self.spec.name', message: 'the plan is of a rollout of another name' },
          ],
        },
      },
    },
  ],
});
