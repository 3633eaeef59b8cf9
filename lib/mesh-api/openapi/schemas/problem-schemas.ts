import type { JsonSchema } from '../open-api.js';
import { listOf } from './list-of.js';
import { ref } from './ref.js';
import { shape } from './shape.js';
import { text } from './text.js';

/** What a call gets that was not carried out: a problem document of RFC 9457. */
export const problemSchemas: Readonly<Record<string, JsonSchema>> = {
  Problem: shape('Why a call was not carried out, by RFC 9457.', {
    required: {
      type: text('Names the kind of problem; leads to its explanation.', { format: 'uri-reference' }),
      title: text('The kind of problem in words.'),
      status: { type: 'integer', description: 'The HTTP status.', minimum: 400, maximum: 599 },
      detail: text('What is wrong with this call.'),
    },
    optional: {
      instance: text('Names this call in the logs, as X-Request-Id does.'),
      errors: listOf('Each thing that is wrong.', ref('ProblemError')),
      revision: text('The revision that there is, where another was expected.'),
    },
  }),
  ProblemError: shape('One thing that is wrong with a request.', {
    required: {
      path: text('Where: body, query, path or header, then names with / between.'),
      problem: text('What is wrong.'),
    },
    optional: { got: text('What came, as JSON; shortened.'), expected: text('What to send instead.') },
  }),
};
