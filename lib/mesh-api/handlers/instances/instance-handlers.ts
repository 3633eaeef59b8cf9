import type { components } from '../../client/generated.js';
import type { InstanceKey, InstanceRecord } from '../../../registry/model/instance-record.js';
import type { Precondition, RegistryWrite } from '../../../registry/model/registry-write.js';
import { problem } from '../../problems/problem.js';
import type { Answer } from '../../server/answer.js';
import type { ApiContext } from '../../server/api-context.js';
import type { Handler } from '../../server/handler.js';
import { mergePatch } from '../merge-patch.js';
import { patchRecord } from '../patch-record.js';
import { preconditionOf } from '../precondition-of.js';
import { readRecord } from '../read-record.js';
import { writeRecord } from '../write-record.js';
import { describeInstance } from './describe-instance.js';
import { findInstances } from './find-instances.js';
import { keyOf } from './key-of.js';

type Schemas = components['schemas'];

const listAllInstances: Handler = (request, { live }) => findInstances(request, live.registry.content());

const listInstances: Handler = (request, { live }) => {
  const service = request.path['service'] ?? '';
  const content = live.registry.content();
  if (!content.services.has(service)) return problem('not-found', `there is no service "${service}"`);
  return findInstances(request, content, service);
};

const registerInstance: Handler = async (request, context) => {
  const { id, ...input } = request.body as Schemas['NewInstance'];
  const planned = putWrite({ service: request.path['service'] ?? '', id }, input, { kind: 'absent' });
  return { ...('kind' in planned ? await writeRecord(request, context, planned) : planned), subject: id };
};

const getInstance: Handler = (request, context) => {
  const key = keyOf(request);
  return readRecord(known(context, key), request.headers['if-none-match'], wordsOf(key));
};

const putInstance: Handler = (request, context) => {
  const precondition = preconditionOf(request.headers, { kind: 'any' });
  const planned = putWrite(keyOf(request), request.body as Schemas['InstanceInput'], precondition);
  return 'kind' in planned ? writeRecord(request, context, planned) : planned;
};

const patchInstance: Handler = (request, context) => {
  const key = keyOf(request);
  return patchRecord<InstanceRecord>(request, context, {
    read: () => known(context, key),
    what: wordsOf(key),
    write: (record, precondition) => {
      const { service: _service, id: _id, revision: _revision, removeAt: _removeAt, status, ...before } = record;
      // Draining would end with the write; every other status the registry keeps.
      const base = status === 'draining' ? { ...before, status } : before;
      const patched = mergePatch(base, request.body);
      const refused = context.checkAs('InstanceInput', patched);
      // Checked by the line before.
      return refused ?? putWrite(key, patched as Schemas['InstanceInput'], precondition);
    },
  });
};

const removeInstance: Handler = (request, context) =>
  writeRecord(request, context, {
    kind: 'delete-instance',
    key: keyOf(request),
    precondition: preconditionOf(request.headers, { kind: 'any' }),
  });

const renewInstance: Handler = (request, context) =>
  writeRecord(request, context, { kind: 'renew-instance', key: keyOf(request) });

const setInstanceStatus: Handler = (request, context) =>
  writeRecord(request, context, {
    kind: 'set-instance-status',
    key: keyOf(request),
    status: (request.body as Schemas['NewStatus']).status,
    precondition: preconditionOf(request.headers, { kind: 'any' }),
  });

const drainInstance: Handler = (request, context) => {
  const { seconds } = (request.body ?? {}) as Schemas['Drain'];
  return writeRecord(request, context, {
    kind: 'set-instance-status',
    key: keyOf(request),
    status: 'draining',
    ...(seconds === undefined
      ? {}
      : { removal: { afterMs: seconds * 1000, at: context.clock.now() + seconds * 1000 } }),
    precondition: preconditionOf(request.headers, { kind: 'any' }),
  });
};

/** The write that puts a described instance, or why there is none. */
function putWrite(
  key: InstanceKey,
  input: Schemas['InstanceInput'],
  precondition: Precondition,
): Extract<RegistryWrite, { readonly kind: 'put-instance' }> | Answer {
  const instance = describeInstance(key, input);
  if (!('service' in instance)) return instance;
  const { status } = input;
  return { kind: 'put-instance', instance, ...(status === undefined ? {} : { status }), precondition };
}

function known({ live }: ApiContext, { service, id }: InstanceKey): InstanceRecord | undefined {
  return live.registry.content().instances.get(service)?.get(id);
}

function wordsOf({ service, id }: InstanceKey): string {
  return `instance "${id}" of "${service}"`;
}

/** What is done with instances. */
export const instanceHandlers = {
  listAllInstances,
  listInstances,
  registerInstance,
  getInstance,
  putInstance,
  patchInstance,
  removeInstance,
  renewInstance,
  setInstanceStatus,
  drainInstance,
};
