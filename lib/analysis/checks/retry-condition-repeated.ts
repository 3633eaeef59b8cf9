import type { RetriesPolicy, RetryCondition } from '../../ir/policies/retries.js';
import { defineCheck } from '../define-check.js';
import { describeScope } from '../words/describe-scope.js';
import { listWords } from '../words/list-words.js';

interface Coverage {
  readonly conditions: readonly RetryCondition[];
  readonly holdsStatus: (code: number) => boolean;
}

// As Envoy's documentation of `x-envoy-retry-on` says it.
const coverages: readonly (readonly [RetryCondition, Coverage])[] = [
  [
    '5xx',
    {
      conditions: ['gateway-error', 'connect-failure', 'refused-stream', 'reset'],
      holdsStatus: (code) => code >= 500 && code <= 599,
    },
  ],
  ['gateway-error', { conditions: [], holdsStatus: (code) => code >= 502 && code <= 504 }],
  ['retriable-4xx', { conditions: [], holdsStatus: (code) => code === 409 }],
];

/**
 * Finds retry conditions and status codes that another condition of the same policy holds already.
 */
export const retryConditionRepeated = defineCheck('retry-condition-repeated', function* ({ index }) {
  for (const { scope, policies } of index.policies) {
    const { retries } = policies;
    if (retries === undefined) continue;
    for (const { wider, held } of findHeld(retries)) {
      yield {
        message: `the retry policy of ${describeScope(scope)} names ${listWords(held)}, which "${wider}" holds already`,
        origin: retries.origin,
        hint: `leave out ${listWords(held)}, or "${wider}" if it says too much`,
      };
    }
  }
});

function* findHeld({
  on = [],
  statusCodes = [],
}: RetriesPolicy): Generator<{ readonly wider: RetryCondition; readonly held: readonly string[] }> {
  const told = new Set<string>();
  for (const [wider, { conditions, holdsStatus }] of coverages) {
    if (!on.includes(wider)) continue;
    const held = [
      ...conditions.filter((condition) => on.includes(condition)).map((condition) => `"${condition}"`),
      ...statusCodes.filter(holdsStatus).map(String),
    ].filter((word) => !told.has(word));
    for (const word of held) told.add(word);
    if (held.length > 0) yield { wider, held };
  }
}
