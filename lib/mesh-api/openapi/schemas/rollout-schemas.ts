import type { JsonSchema } from '../open-api.js';
import { listOf } from './list-of.js';
import { ref } from './ref.js';
import { shape } from './shape.js';
import { text } from './text.js';
import { wholeNumber } from './whole-number.js';

const share = (description: string): JsonSchema => ({ type: 'number', description, minimum: 0, maximum: 1 });
const count = (description: string): JsonSchema => ({ type: 'integer', description, minimum: 0 });
const version = (description: string): JsonSchema => text(description, { minLength: 1, maxLength: 63 });

/** Shares of rollouts as calls give and get them. */
export const rolloutSchemas: Readonly<Record<string, JsonSchema>> = {
  RolloutShareInput: shape("What comes to a rollout's canary.", {
    required: {
      epoch: wholeNumber('Its number: rises with every change, whoever makes it.', 1, Number.MAX_SAFE_INTEGER),
      services: listOf('The services that are rolled out together; each once.', ref('RolloutArms'), 10_000),
      weight: share("Of the audience's requests that would else go to the stable version."),
    },
    optional: {
      revision: text('Of the policies or the configuration that is rolled out; those of another one get nothing.', {
        minLength: 1,
        maxLength: 63,
      }),
      mirror: share('Of the requests, how many are copied to the canary; 0 unless said.'),
      audience: {
        type: 'string',
        enum: ['everybody', 'matching'],
        description: "Whose requests: everybody's unless said.",
      },
    },
  }),
  RolloutArms: {
    ...shape(
      'A service, and the two versions of it; without them, other policies or another configuration for the same ones.',
      {
        required: { service: ref('ServiceName') },
        optional: { stable: version('The stable one.'), canary: version('The one to come.') },
      },
    ),
    dependentRequired: { stable: ['canary'], canary: ['stable'] },
  },
  RolloutShareStanding: shape('How the proxies that call these services stand with their routes.', {
    required: {
      epoch: count('Number of the share that was handed over last; 0: none was.'),
      carrying: count('Connected nodes that call any of the services.'),
      accepted: count('Those of them that have accepted all that was sent.'),
    },
    optional: {
      refused: shape('The first refusal there is, by id of the node.', {
        required: { nodeId: text('Who refused.'), message: text("The node's words.") },
      }),
    },
  }),
};
