import { emptyAnswer, jsonAnswer, notModified } from '../answers.js';
import { mediaTypes } from '../media-types.js';
import type { PathItem, Role } from '../open-api.js';
import { operation } from '../operation.js';
import { parameters } from '../parameters.js';
import { ref } from '../schemas/ref.js';

const { service, id, limit, cursor, version, region, zone, status, metadata } = parameters;
const { ifMatch, ifNoneMatch, knownRevision, idempotencyKey } = parameters;
const tag = 'instances';
const readers: readonly Role[] = ['reader', 'operator', 'workload'];
const writers: readonly Role[] = ['operator', 'workload'];
const query = [version, region, zone, status, metadata, limit, cursor];
const instance200 = jsonAnswer('The instance as it is now.', ref('Instance'), ['ETag']);
const instance201 = jsonAnswer('The instance is registered.', ref('Instance'), ['ETag', 'Location']);
const page = { '200': jsonAnswer('A page of instances.', ref('InstanceList'), ['Link']) };

/** What can be done with instances. */
export const instancePaths: Readonly<Record<string, PathItem>> = {
  '/v1/instances': {
    get: operation({
      id: 'listAllInstances',
      tag,
      summary: 'Find instances of all services',
      roles: ['reader', 'operator'],
      parameters: query,
      answers: page,
    }),
  },
  '/v1/services/{service}/instances': {
    get: operation({
      id: 'listInstances',
      tag,
      summary: 'Find instances of a service',
      roles: readers,
      parameters: [service, ...query],
      answers: page,
      problems: ['NotFound'],
    }),
    post: operation({
      id: 'registerInstance',
      tag,
      summary: 'Register an instance',
      description: 'Makes the service too where there is none.',
      roles: writers,
      parameters: [service, idempotencyKey],
      body: { [mediaTypes.json]: ref('NewInstance') },
      answers: { '201': instance201 },
      writes: true,
    }),
  },
  '/v1/services/{service}/instances/{id}': {
    get: operation({
      id: 'getInstance',
      tag,
      summary: 'Get an instance',
      roles: readers,
      parameters: [service, id, knownRevision],
      answers: { '200': instance200, '304': notModified },
      problems: ['NotFound'],
    }),
    put: operation({
      id: 'putInstance',
      tag,
      summary: 'Register or replace an instance',
      description: 'Starts its lease anew. Ends draining unless a status is said.',
      roles: writers,
      parameters: [service, id, ifMatch, ifNoneMatch, idempotencyKey],
      body: { [mediaTypes.json]: ref('InstanceInput') },
      answers: { '200': instance200, '201': instance201 },
      problems: ['PreconditionFailed'],
      writes: true,
    }),
    patch: operation({
      id: 'patchInstance',
      tag,
      summary: 'Change an instance',
      roles: writers,
      parameters: [service, id, ifMatch],
      body: { [mediaTypes.mergePatch]: ref('InstancePatch') },
      answers: { '200': instance200 },
      problems: ['NotFound', 'PreconditionFailed'],
      writes: true,
    }),
    delete: operation({
      id: 'removeInstance',
      tag,
      summary: 'Remove an instance at once',
      roles: writers,
      parameters: [service, id, ifMatch, idempotencyKey],
      answers: { '204': emptyAnswer('It is gone.') },
      problems: ['NotFound', 'PreconditionFailed'],
      writes: true,
    }),
  },
  '/v1/services/{service}/instances/{id}/renew': {
    post: operation({
      id: 'renewInstance',
      tag,
      summary: 'Start the lease of an instance anew (heartbeat)',
      roles: writers,
      parameters: [service, id],
      answers: { '200': instance200 },
      problems: ['NotFound'],
      writes: true,
    }),
  },
  '/v1/services/{service}/instances/{id}/drain': {
    post: operation({
      id: 'drainInstance',
      tag,
      summary: 'Give an instance nothing new, and remove it later',
      description:
        'It is removed when the seconds are over, unless it was written to since: by any server that knows the registry, also where the one that took the call has ended.',
      roles: writers,
      parameters: [service, id, ifMatch, idempotencyKey],
      body: { [mediaTypes.json]: ref('Drain') },
      bodyIsOptional: true,
      answers: { '200': instance200 },
      problems: ['NotFound', 'PreconditionFailed'],
      writes: true,
    }),
  },
  '/v1/services/{service}/instances/{id}/status': {
    put: operation({
      id: 'setInstanceStatus',
      tag,
      summary: 'Say how an instance is',
      roles: writers,
      parameters: [service, id, ifMatch, idempotencyKey],
      body: { [mediaTypes.json]: ref('NewStatus') },
      answers: { '200': instance200 },
      problems: ['NotFound', 'PreconditionFailed'],
      writes: true,
    }),
  },
};
