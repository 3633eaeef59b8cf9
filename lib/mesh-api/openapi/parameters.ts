import type { JsonSchema, Parameter } from './open-api.js';
import { ref } from './schemas/ref.js';

const inPath = (name: string, description: string, schema: JsonSchema): Parameter => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
});

const inQuery = (name: string, description: string, schema: JsonSchema): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
});

const inHeader = (name: string, description: string, pattern: string, maxLength: number): Parameter => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string', pattern, maxLength },
});

const entityTag = '"[!#-~]*"';

/** Parameters that operations share. */
export const parameters = Object.freeze({
  service: inPath('service', 'Name of the service.', ref('ServiceName')),
  id: inPath('id', 'Id of the instance.', ref('InstanceId')),
  rollout: inPath('rollout', 'Name of the rollout.', ref('ServiceName')),
  nodeId: inPath('nodeId', '`<kind>~<owner>~<instance>`; a / in it is written %2F.', {
    type: 'string',
    minLength: 1,
    maxLength: 512,
  }),
  limit: inQuery('limit', 'How many at most; 100 unless said.', { type: 'integer', minimum: 1, maximum: 1000 }),
  cursor: inQuery('cursor', 'Where the page starts: `nextCursor` of the page before.', ref('Cursor')),
  version: inQuery('version', 'Only those of this version.', ref('VersionName')),
  region: inQuery('region', 'Only those in this region.', ref('PlaceName')),
  zone: inQuery('zone', 'Only those in this zone.', ref('PlaceName')),
  status: inQuery('status', 'Only those of this status.', ref('InstanceStatus')),
  metadata: {
    ...inQuery('metadata', '`key=value`: only those that have it; all, where it comes more than once.', {
      type: 'array',
      maxItems: 16,
      items: { type: 'string', pattern: '^[^=]+=[^]*$', maxLength: 1400 },
    }),
    style: 'form',
    explode: true,
  },
  services: {
    ...inQuery('service', 'Watch only these.', { type: 'array', maxItems: 256, items: ref('ServiceName') }),
    style: 'form',
    explode: true,
  },
  certifiedService: inQuery(
    'service',
    "Whose certificate it is: a service of the mesh, or a gateway of that name; a workload's own unless said.",
    ref('ServiceName'),
  ),
  group: inQuery('group', 'Only those of this group, `<kind>~<owner>`.', {
    type: 'string',
    minLength: 1,
    maxLength: 256,
  }),
  proxyStatus: inQuery('status', 'Only those of this status.', {
    type: 'string',
    enum: ['synced', 'pending', 'refused', 'gone'],
  }),
  ifMatch: inHeader(
    'If-Match',
    'Write only this revision (its ETag), or with * only what is there.',
    `^(\\*|${entityTag})$`,
    300,
  ),
  ifNoneMatch: inHeader('If-None-Match', 'With * write only what is not there.', '^\\*$', 1),
  knownRevision: inHeader(
    'If-None-Match',
    'Answer 304 where this is the revision (its ETag).',
    `^(\\*|(W/)?${entityTag}(\\s*,\\s*(W/)?${entityTag})*)$`,
    2000,
  ),
  idempotencyKey: inHeader(
    'Idempotency-Key',
    'Names the wish: repeated within a day with the same key it is done once and answered as then.',
    '^[!-~]{1,128}$',
    128,
  ),
  lastEventId: inHeader('Last-Event-ID', 'Go on after this event.', '^[!-~]{0,128}$', 128),
});
