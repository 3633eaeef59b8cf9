import { emptyAnswer, jsonAnswer, notModified } from '../answers.js';
import { mediaTypes } from '../media-types.js';
import type { PathItem } from '../open-api.js';
import { operation } from '../operation.js';
import { parameters } from '../parameters.js';
import { ref } from '../schemas/ref.js';

const { service, limit, cursor, metadata, ifMatch, ifNoneMatch, knownRevision, idempotencyKey } = parameters;
const tag = 'services';
const service200 = jsonAnswer('The service as it is now.', ref('Service'), ['ETag']);
const service201 = jsonAnswer('The service was made.', ref('Service'), ['ETag', 'Location']);

/** What can be done with services. */
export const servicePaths: Readonly<Record<string, PathItem>> = {
  '/v1/services': {
    get: operation({
      id: 'listServices',
      tag,
      summary: 'List services',
      roles: ['reader', 'operator'],
      parameters: [metadata, limit, cursor],
      answers: { '200': jsonAnswer('A page of services.', ref('ServiceList'), ['Link']) },
    }),
    post: operation({
      id: 'createService',
      tag,
      summary: 'Make a service',
      roles: ['operator'],
      parameters: [idempotencyKey],
      body: { [mediaTypes.json]: ref('NewService') },
      answers: { '201': service201 },
      writes: true,
    }),
  },
  '/v1/services/{service}': {
    get: operation({
      id: 'getService',
      tag,
      summary: 'Get a service',
      roles: ['reader', 'operator', 'workload'],
      parameters: [service, knownRevision],
      answers: { '200': service200, '304': notModified },
      problems: ['NotFound'],
    }),
    put: operation({
      id: 'putService',
      tag,
      summary: 'Make or replace a service',
      roles: ['operator'],
      parameters: [service, ifMatch, ifNoneMatch, idempotencyKey],
      body: { [mediaTypes.json]: ref('ServiceInput') },
      answers: { '200': service200, '201': service201 },
      problems: ['PreconditionFailed'],
      writes: true,
    }),
    patch: operation({
      id: 'patchService',
      tag,
      summary: 'Change a service',
      roles: ['operator'],
      parameters: [service, ifMatch],
      body: { [mediaTypes.mergePatch]: ref('ServicePatch') },
      answers: { '200': service200 },
      problems: ['NotFound', 'PreconditionFailed'],
      writes: true,
    }),
    delete: operation({
      id: 'deleteService',
      tag,
      summary: 'Remove a service that has no instances',
      roles: ['operator'],
      parameters: [service, ifMatch, idempotencyKey],
      answers: { '204': emptyAnswer('It is gone.') },
      problems: ['NotFound', 'PreconditionFailed'],
      writes: true,
    }),
  },
};
