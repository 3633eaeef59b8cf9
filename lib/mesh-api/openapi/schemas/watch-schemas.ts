import type { JsonSchema } from '../open-api.js';
import { listOf } from './list-of.js';
import { ref } from './ref.js';
import { shape } from './shape.js';
import { text } from './text.js';

const kind = (name: string): JsonSchema => ({ type: 'string', const: name });

/** What the events of a watch carry. */
export const watchSchemas: Readonly<Record<string, JsonSchema>> = {
  Backend: shape('How one store of the registry stands.', {
    required: { kind: text('For example embedded.'), canWrite: { type: 'boolean' } },
    optional: { staleReason: text('Why it is not live: what it told last is all that is known.') },
  }),
  WatchSnapshot: shape('Data of the event "snapshot": all that is watched, as it is now.', {
    required: {
      services: listOf('Sorted by name.', ref('Service')),
      instances: listOf('Sorted by service, then id.', ref('Instance')),
      backends: listOf('In order of rank.', ref('Backend')),
    },
  }),
  WatchChange: {
    description: 'Data of the event "change": one record as it is now, or the name of one that is gone.',
    oneOf: [
      shape('A service is new or changed.', { required: { kind: kind('service-put'), service: ref('Service') } }),
      shape('A service is gone.', { required: { kind: kind('service-removed'), name: ref('ServiceName') } }),
      shape('An instance is new or changed.', { required: { kind: kind('instance-put'), instance: ref('Instance') } }),
      shape('An instance is gone.', {
        required: { kind: kind('instance-removed'), service: ref('ServiceName'), id: ref('InstanceId') },
      }),
    ],
  },
  WatchBackends: shape('Data of the event "backends": a store got stale, or is live again.', {
    required: { backends: listOf('In order of rank.', ref('Backend')) },
  }),
  WatchReset: shape('Data of the event "reset": what came before counts no more; a snapshot follows.', {
    required: { reason: text('Why the stream cannot go on where it was left.') },
  }),
  WatchEnd: shape('Data of the event "end": the server ends the stream; ask again with Last-Event-ID.', {
    required: { reason: text('Why.') },
  }),
};
