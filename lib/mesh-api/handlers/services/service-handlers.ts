import type { components } from '../../client/generated.js';
import { lookupServices } from '../../../registry/lookup.js';
import type { ServiceRecord } from '../../../registry/model/service-record.js';
import type { Handler } from '../../server/handler.js';
import { mergePatch } from '../merge-patch.js';
import { page } from '../page.js';
import { patchRecord } from '../patch-record.js';
import { preconditionOf } from '../precondition-of.js';
import { readMetadataQuery } from '../read-metadata-query.js';
import { readRecord } from '../read-record.js';
import { writeRecord } from '../write-record.js';

type Schemas = components['schemas'];

const listServices: Handler = (request, { live }) => {
  const query = { metadata: readMetadataQuery(request.query) };
  return page(request, (asked) => lookupServices(live.registry.content(), query, asked));
};

const createService: Handler = async (request, context) => {
  const { name, metadata = {} } = request.body as Schemas['NewService'];
  const precondition = { kind: 'absent' } as const;
  return {
    ...(await writeRecord(request, context, { kind: 'put-service', name, metadata, precondition })),
    subject: name,
  };
};

const getService: Handler = (request, { live }) => {
  const name = request.path['service'] ?? '';
  return readRecord(live.registry.content().services.get(name), request.headers['if-none-match'], `service "${name}"`);
};

const putService: Handler = (request, context) => {
  const { metadata = {} } = request.body as Schemas['ServiceInput'];
  return writeRecord(request, context, {
    kind: 'put-service',
    name: request.path['service'] ?? '',
    metadata,
    precondition: preconditionOf(request.headers, { kind: 'any' }),
  });
};

const patchService: Handler = (request, context) => {
  const name = request.path['service'] ?? '';
  const { metadata: patch } = request.body as Schemas['ServicePatch'];
  return patchRecord<ServiceRecord>(request, context, {
    read: () => context.live.registry.content().services.get(name),
    what: `service "${name}"`,
    write: (record, precondition) => {
      const patched = patch === undefined ? record.metadata : patch === null ? {} : mergePatch(record.metadata, patch);
      const refused = context.checkAs('ServiceInput', { metadata: patched });
      // Checked by the line before.
      const metadata = patched as ServiceRecord['metadata'];
      return refused ?? { kind: 'put-service', name, metadata, precondition };
    },
  });
};

const deleteService: Handler = (request, context) =>
  writeRecord(request, context, {
    kind: 'delete-service',
    name: request.path['service'] ?? '',
    precondition: preconditionOf(request.headers, { kind: 'any' }),
  });

/** What is done with services. */
export const serviceHandlers = { listServices, createService, getService, putService, patchService, deleteService };
