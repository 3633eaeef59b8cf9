import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';
import { applyChanges } from '../remote/apply-changes.js';
import type { RecordChange } from '../remote/record-write.js';
import { emptyContent } from '../rules/content-draft.js';

/** The field of the hash that holds an instance. A service's name has no `/`. */
export function instanceField({ service, id }: InstanceKey): string {
  return `${service}/${id}`;
}

/**
 * Reads a service's record as `commitScript` stored it. Throws where it is no such thing: only this code writes under our keys, so
 * somebody else did, and what a store like that says is not to be trusted.
 */
export function parseService(text: string): ServiceRecord {
  const record = JSON.parse(text) as ServiceRecord;
  if (typeof record.name !== 'string' || typeof record.revision !== 'string') throw new Error(`no service: ${text}`);
  return Object.freeze(record);
}

/** Reads an instance's record; throws as `parseService` does. */
export function parseInstance(text: string): InstanceRecord {
  const record = JSON.parse(text) as InstanceRecord;
  const isInstance =
    typeof record.service === 'string' && typeof record.id === 'string' && typeof record.revision === 'string';
  if (!isInstance) throw new Error(`no instance: ${text}`);
  return Object.freeze(record);
}

/** Reads what `loadScript` found in both hashes: flat lists of field and value. Throws as `parseService` does. */
export function parseContent(services: readonly string[], instances: readonly string[]): RegistryContent {
  const changes: RecordChange[] = [
    ...valuesOf(services).map((text) => ({ kind: 'put-service' as const, record: parseService(text) })),
    ...valuesOf(instances).map((text) => ({ kind: 'put-instance' as const, record: parseInstance(text) })),
  ];
  return applyChanges(emptyContent, changes);
}

function valuesOf(flat: readonly string[]): readonly string[] {
  return flat.filter((_, at) => at % 2 === 1);
}
