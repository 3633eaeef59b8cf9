import { contentHash } from '../../util/content-hash.js';
import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';
import { contentDraft, emptyContent } from '../rules/content-draft.js';

/** A request that was done, as the store remembers it. */
export interface RememberedRequest {
  /** Of the write: the same id with another one is refused. */
  readonly write: string;
  /** The result, as JSON. */
  readonly result: unknown;
  /** When it was done, on the store's own clock. */
  readonly at: number;
}

/** How records are named in the store. JSON escapes whatever a name may hold; the store takes keys of 1978 bytes. */
export const recordKeys = {
  service: (name: string): string => short(`service ${JSON.stringify(name)}`),
  instance: ({ service, id }: InstanceKey): string => short(`instance ${JSON.stringify([service, id])}`),
  request: (requestId: string): string => `request ${contentHash(requestId)}`,
} as const;

function short(key: string): string {
  return key.length <= 400 ? key : `${key.slice(0, 300)} ${contentHash(key)}`;
}

/** The content, of what a store holds. */
export function readRecords(records: ReadonlyMap<string, string>): RegistryContent {
  const draft = contentDraft(emptyContent);
  for (const [key, text] of records) {
    // We wrote it: the store's sum says so.
    if (key.startsWith('service ')) draft.putService(Object.freeze(JSON.parse(text) as ServiceRecord));
    if (key.startsWith('instance ')) draft.putInstance(Object.freeze(JSON.parse(text) as InstanceRecord));
  }
  return draft.content();
}
