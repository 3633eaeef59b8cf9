import type { InstanceRecord, InstanceStatus } from '../model/instance-record.js';
import type { Precondition, RegistryWrite } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import type { ContentDraft } from './content-draft.js';

type WriteOf<Kind extends RegistryWrite['kind']> = Extract<RegistryWrite, { readonly kind: Kind }>;

const missing: RegistryWriteResult = Object.freeze({ kind: 'missing' });

/**
 * Does one write in a draft, by the rules that hold for every backend; where the result is not `done` the draft is as it was.
 * What is not there is `missing` to all writes but puts, whatever their precondition; a conflict goes before `has-instances`.
 *
 * `revision`: the one that records made by this write get; never used before. Leases, request ids and fencing are the store's.
 */
export function writeDraft(draft: ContentDraft, write: RegistryWrite, revision: string): RegistryWriteResult {
  switch (write.kind) {
    case 'put-service':
      return putService(draft, write, revision);
    case 'delete-service':
      return deleteService(draft, write);
    case 'put-instance':
      return putInstance(draft, write, revision);
    case 'set-instance-status':
      return setStatus(draft, write, revision);
    case 'renew-instance': {
      const instance = draft.instance(write.key);
      return instance === undefined ? missing : { kind: 'done', instance, isNew: false };
    }
    case 'delete-instance': {
      const instance = draft.instance(write.key);
      if (instance === undefined) return missing;
      const conflict = conflictOf(write.precondition, instance);
      if (conflict !== undefined) return conflict;
      draft.removeInstance(write.key);
      return { kind: 'done', isNew: false };
    }
  }
}

function putService(draft: ContentDraft, write: WriteOf<'put-service'>, revision: string): RegistryWriteResult {
  const known = draft.service(write.name);
  const conflict = conflictOf(write.precondition, known);
  if (conflict !== undefined) return conflict;
  const service = Object.freeze({ name: write.name, metadata: Object.freeze({ ...write.metadata }), revision });
  draft.putService(service);
  return { kind: 'done', service, isNew: known === undefined };
}

function deleteService(draft: ContentDraft, write: WriteOf<'delete-service'>): RegistryWriteResult {
  const known = draft.service(write.name);
  if (known === undefined) return missing;
  const conflict = conflictOf(write.precondition, known);
  if (conflict !== undefined) return conflict;
  if (draft.hasInstances(write.name))
    return { kind: 'refused', reason: 'has-instances', detail: `service "${write.name}" still has instances` };
  draft.removeService(write.name);
  return { kind: 'done', isNew: false };
}

function putInstance(draft: ContentDraft, write: WriteOf<'put-instance'>, revision: string): RegistryWriteResult {
  const known = draft.instance(write.instance);
  const conflict = conflictOf(write.precondition, known);
  if (conflict !== undefined) return conflict;
  const { service: name } = write.instance;
  if (draft.service(name) === undefined)
    draft.putService(Object.freeze({ name, metadata: Object.freeze({}), revision }));
  const status = write.status ?? statusAfterPut(write, known);
  const removeAt = status === 'draining' ? known?.removeAt : undefined;
  const instance = Object.freeze({
    ...write.instance,
    ports: Object.freeze({ ...write.instance.ports }),
    metadata: Object.freeze({ ...write.instance.metadata }),
    status,
    ...(removeAt === undefined ? {} : { removeAt }),
    revision,
  });
  draft.putInstance(instance);
  return { kind: 'done', instance, isNew: known === undefined };
}

function statusAfterPut({ instance }: WriteOf<'put-instance'>, known: InstanceRecord | undefined): InstanceStatus {
  if (known !== undefined && known.status !== 'draining') return known.status;
  return instance.healthCheck === undefined ? 'healthy' : 'unhealthy';
}

function setStatus(draft: ContentDraft, write: WriteOf<'set-instance-status'>, revision: string): RegistryWriteResult {
  const known = draft.instance(write.key);
  if (known === undefined) return missing;
  const conflict = conflictOf(write.precondition, known);
  if (conflict !== undefined) return conflict;
  const { removeAt: _before, ...kept } = known;
  const removal = write.status === 'draining' ? write.removal : undefined;
  const instance = Object.freeze({
    ...kept,
    status: write.status,
    ...(removal === undefined ? {} : { removeAt: removal.at }),
    revision,
  });
  draft.putInstance(instance);
  return { kind: 'done', instance, isNew: false };
}

function conflictOf(
  precondition: Precondition,
  record: { readonly revision: string } | undefined,
): RegistryWriteResult | undefined {
  if (holds(precondition, record?.revision)) return undefined;
  return { kind: 'conflict', ...(record === undefined ? {} : { revision: record.revision }) };
}

function holds(precondition: Precondition, revision: string | undefined): boolean {
  switch (precondition.kind) {
    case 'any':
      return true;
    case 'absent':
      return revision === undefined;
    case 'present':
      return revision !== undefined;
    case 'revision':
      return precondition.revision === revision;
  }
}
