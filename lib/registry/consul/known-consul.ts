import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ServiceRecord } from '../model/service-record.js';
import { shareContent } from '../remote/share-content.js';
import type { StoreMark } from '../remote/store-mark.js';
import type { StoreMemory } from '../remote/store-memory.js';
import { contentDraft, emptyContent } from '../rules/content-draft.js';
import type { ConsulKeys } from './consul-keys.js';
import { kvEntries, type KvEntry } from './consul-kv.js';
import { readHealth, type ServiceHealth } from './read-health.js';

/** An instance of ours, and the index by which its key is changed. */
export interface OwnInstance {
  readonly record: InstanceRecord;
  readonly modifyIndex: number;
}

/** What is known of Consul's KV store and catalog. */
export interface KnownConsul {
  /** Takes all records at once, but not those of another store; `unmarked` where the mark alone has gone. */
  readonly setRecords: (body: unknown, status: number) => 'taken' | 'unmarked' | 'lost';
  readonly setHealth: (service: string, body: unknown, index: number) => void;
  readonly forgetService: (service: string) => void;
  readonly own: () => readonly OwnInstance[];
  readonly health: (service: string) => ServiceHealth | undefined;
  readonly isForeign: (key: InstanceKey) => boolean;
  readonly isForeignService: (name: string) => boolean;
  /** Absent until the records are known. Shares with the one before what was not touched. */
  readonly content: () => RegistryContent | undefined;
}

interface StoredRecords {
  readonly mark: StoreMark | undefined;
  readonly services: readonly ServiceRecord[];
  readonly own: readonly OwnInstance[];
}

/** Nothing is known yet. */
export function knownConsul(keys: ConsulKeys, memory: StoreMemory): KnownConsul {
  let services: readonly ServiceRecord[] | undefined;
  let own: readonly OwnInstance[] = [];
  let content: RegistryContent | undefined;
  const healthByService = new Map<string, ServiceHealth>();
  const foreignRevisions = new Map<string, string>();
  const build = (): RegistryContent => {
    const draft = contentDraft(emptyContent);
    for (const [name, { foreign }] of healthByService) {
      if (foreign.length === 0) continue;
      draft.putService(Object.freeze({ name, metadata: {}, revision: foreignRevisions.get(name) ?? '' }));
      foreign.forEach(draft.putInstance);
    }
    services?.forEach(draft.putService);
    for (const { record } of own) if (draft.service(record.service) !== undefined) draft.putInstance(record);
    return draft.content();
  };
  const hasOwnService = (name: string): boolean => services?.some((service) => service.name === name) === true;
  return {
    setRecords: (body, status) => {
      const found = readRecords(keys, body, status);
      const { mark } = found;
      const isHeld = services === undefined || services.length + own.length > 0;
      const isSame = mark === undefined ? memory.incarnation() === undefined : memory.isSame(mark);
      const goesOn = isSame || (mark === undefined && holdsAny(found, { services, own }));
      if (isHeld && !goesOn) {
        memory.lose(mark);
        return 'lost';
      }
      ({ services, own } = found);
      if (mark !== undefined) memory.know(mark);
      else if (!isHeld) memory.forget();
      return mark === undefined && memory.incarnation() !== undefined ? 'unmarked' : 'taken';
    },
    setHealth: (service, body, index) => {
      const revision = `consul-${String(index)}`;
      const next = readHealth(body, healthByService.get(service), revision);
      if ((healthByService.get(service)?.foreign.length ?? 0) === 0) foreignRevisions.set(service, revision);
      healthByService.set(service, next);
    },
    forgetService: (service) => {
      healthByService.delete(service);
    },
    own: () => own,
    health: (service) => healthByService.get(service),
    isForeign: ({ service, id }) => {
      const isOurs = own.some(({ record }) => record.service === service && record.id === id);
      return !isOurs && healthByService.get(service)?.foreign.some((one) => one.id === id) === true;
    },
    isForeignService: (name) => !hasOwnService(name) && (healthByService.get(name)?.foreign.length ?? 0) > 0,
    content: () => {
      if (services === undefined) return undefined;
      content = shareContent(content, build());
      return content;
    },
  };
}

/** Whether a store still has a record as it was known. */
function holdsAny(
  found: StoredRecords,
  known: { readonly services: readonly ServiceRecord[] | undefined; readonly own: readonly OwnInstance[] },
): boolean {
  const revisions = new Set([
    ...(known.services ?? []).map(({ revision }) => revision),
    ...known.own.map(({ record }) => record.revision),
  ]);
  return (
    found.services.some(({ revision }) => revisions.has(revision)) ||
    found.own.some(({ record }) => revisions.has(record.revision))
  );
}

function readRecords(keys: ConsulKeys, body: unknown, status: number): StoredRecords {
  const entries = kvEntries(body, status);
  const below = (prefix: string): readonly KvEntry[] => entries.filter(({ key }) => key.startsWith(prefix));
  // Only this code writes below these keys.
  return {
    mark: entries.find(({ key }) => key === keys.mark)?.value as StoreMark | undefined,
    services: below(keys.service('')).map(({ value }) =>
      Object.freeze((value as { readonly record: ServiceRecord }).record),
    ),
    own: below(keys.instances).map(({ value, modifyIndex }) => ({
      record: Object.freeze(value as InstanceRecord),
      modifyIndex,
    })),
  };
}
