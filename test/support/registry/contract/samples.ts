import { expect } from 'vitest';
import type {
  InstanceDescription,
  InstanceKey,
  InstanceRecord,
} from '../../../../lib/registry/model/instance-record.js';
import type { RegistryContent } from '../../../../lib/registry/model/registry-content.js';
import type { Precondition, RegistryWrite } from '../../../../lib/registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../../../lib/registry/model/registry-write-result.js';

/** No precondition. */
export const any: Precondition = { kind: 'any' };

/** Holds while the record has this revision. */
export function at(revision: string): Precondition {
  return { kind: 'revision', revision };
}

/** A plain instance; `parts` replaces what the test is about. */
export function instance(parts: InstanceKey & Partial<InstanceDescription>): InstanceDescription {
  return { address: '10.0.0.1', ports: { http: 8080 }, weight: 1, metadata: {}, ...parts };
}

/** Registers an instance. */
export function putInstance(
  description: InstanceDescription,
  parts: Partial<Extract<RegistryWrite, { readonly kind: 'put-instance' }>> = {},
): RegistryWrite {
  return { kind: 'put-instance', instance: description, precondition: any, ...parts };
}

/** Makes or replaces a service. */
export function putService(
  name: string,
  parts: Partial<Extract<RegistryWrite, { readonly kind: 'put-service' }>> = {},
): RegistryWrite {
  return { kind: 'put-service', name, metadata: {}, precondition: any, ...parts };
}

/** The result, which must be `done`. */
export function done(result: RegistryWriteResult): Extract<RegistryWriteResult, { readonly kind: 'done' }> {
  expect(result).toMatchObject({ kind: 'done' });
  if (result.kind !== 'done') throw new Error('unreachable: the line above has thrown');
  return result;
}

/** The instance of a `done` write. */
export function instanceOf(result: RegistryWriteResult): InstanceRecord {
  const { instance: record } = done(result);
  if (record === undefined) throw new Error('the result has no instance');
  return record;
}

/** The revision of the service of a `done` write. */
export function serviceRevision(result: RegistryWriteResult): string {
  const { service } = done(result);
  if (service === undefined) throw new Error('the result has no service');
  return service.revision;
}

/** An instance in a content. */
export function find(content: RegistryContent, key: InstanceKey): InstanceRecord | undefined {
  return content.instances.get(key.service)?.get(key.id);
}
