import { jsonAnswer } from '../answers.js';
import { mediaTypes } from '../media-types.js';
import type { PathItem } from '../open-api.js';
import { operation } from '../operation.js';
import { ref } from '../schemas/ref.js';

const tag = 'system';

/** What can be asked without a token. */
export const systemPaths: Readonly<Record<string, PathItem>> = {
  '/healthz': {
    get: operation({
      id: 'getHealth',
      tag,
      summary: 'Whether the process is alive',
      roles: ['public'],
      answers: { '200': jsonAnswer('It is.', ref('Health')) },
    }),
  },
  '/readyz': {
    get: operation({
      id: 'getReadiness',
      tag,
      summary: 'Whether calls can be answered',
      roles: ['public'],
      answers: {
        '200': jsonAnswer('They can.', ref('Readiness')),
        '503': jsonAnswer('They cannot; says why.', ref('Readiness')),
      },
    }),
  },
  '/metrics': {
    get: operation({
      id: 'getMetrics',
      tag,
      summary: 'Figures for Prometheus',
      description: 'A server may ask for a token of a reader.',
      roles: ['public'],
      answers: {
        '200': { description: 'Figures.', content: { [mediaTypes.metrics]: { schema: { type: 'string' } } } },
      },
      problems: ['Unauthorized', 'Forbidden'],
    }),
  },
  '/openapi.json': {
    get: operation({
      id: 'getOpenApi',
      tag,
      summary: 'This document',
      roles: ['public'],
      answers: { '200': jsonAnswer('OpenAPI 3.1.', { type: 'object', additionalProperties: true }) },
    }),
  },
};
