import { jsonAnswer } from '../answers.js';
import { mediaTypes } from '../media-types.js';
import type { PathItem } from '../open-api.js';
import { operation } from '../operation.js';
import { parameters } from '../parameters.js';
import { ref } from '../schemas/ref.js';

/** What who decides on rollouts asks of the plane. */
export const rolloutPaths: Readonly<Record<string, PathItem>> = {
  '/v1/rollouts/{rollout}/share': {
    get: operation({
      id: 'getRolloutShare',
      tag: 'rollouts',
      summary: 'How proxies stand with the share that was handed over last',
      description:
        'A server that was restarted says epoch 0. For 5 s proxies go on with what they hold; who is told nothing by then gives the canary nothing.',
      roles: ['reader', 'operator'],
      parameters: [parameters.rollout],
      answers: { '200': jsonAnswer('How they stand.', ref('RolloutShareStanding')) },
    }),
    put: operation({
      id: 'putRolloutShare',
      tag: 'rollouts',
      summary: "Say what share of requests a rollout's canary gets",
      description:
        'Callers of these services hear of it at once; nothing else changes. Safe to repeat. A lower epoch than the last is refused (409), and so is ' +
        'a higher share of versions that the mesh that is served has no rollout of.',
      roles: ['operator'],
      parameters: [parameters.rollout],
      body: { [mediaTypes.json]: ref('RolloutShareInput') },
      answers: { '200': jsonAnswer('It was handed over.', ref('RolloutShareStanding')) },
      problems: ['Conflict'],
    }),
  },
};
