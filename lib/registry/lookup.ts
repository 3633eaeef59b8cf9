import { compareText } from '../util/compare-text.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import type { InstanceRecord, InstanceStatus } from './model/instance-record.js';
import type { RegistryContent } from './model/registry-content.js';
import type { ServiceRecord } from './model/service-record.js';

/** Which instances are looked for; what is absent may be anything. */
export interface InstanceQuery {
  readonly service?: string;
  readonly version?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly status?: InstanceStatus;
  /** Each of these keys has this value. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Has a port of this name. */
  readonly port?: string;
}

/** Which services are looked for. */
export interface ServiceQuery {
  readonly name?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Which part of what is found. */
export interface PageRequest {
  /** 1 to 1,000. @default 100 */
  readonly limit?: number;
  /** Of the page before; absent for the first. */
  readonly cursor?: string;
}

/** A part of what was found. */
export interface Page<Found> {
  readonly items: readonly Found[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** A page, or that the cursor is none of ours. */
export type LookupResult<Found> = ({ readonly kind: 'page' } & Page<Found>) | { readonly kind: 'bad-cursor' };

type Names = readonly string[];
const sortedKeys = memoiseByObject((map: ReadonlyMap<string, unknown>): Names => [...map.keys()].sort(compareText));

/**
 * Finds instances, sorted by service and id. A cursor says where the page before ended: however the content changes between
 * pages, what is there all the time comes exactly once.
 */
export function lookupInstances(
  content: RegistryContent,
  query: InstanceQuery,
  page: PageRequest = {},
): LookupResult<InstanceRecord> {
  const after = readCursor(page.cursor, 2);
  if (after === undefined) return { kind: 'bad-cursor' };
  const [afterService = '', afterId = ''] = after;
  const names = query.service === undefined ? sortedKeys(content.instances) : [query.service];
  const found = function* (): Generator<InstanceRecord> {
    for (const name of from(names, afterService)) {
      const ofService = content.instances.get(name);
      if (ofService === undefined) continue;
      for (const id of from(sortedKeys(ofService), name === afterService ? afterId : '')) {
        const instance = ofService.get(id);
        const isNew = name !== afterService || id !== afterId;
        if (isNew && instance !== undefined && matches(instance, query)) yield instance;
      }
    }
  };
  return cut(found(), page, ({ service, id }) => [service, id]);
}

/** Finds services, sorted by name; pages as of `lookupInstances`. */
export function lookupServices(
  content: RegistryContent,
  query: ServiceQuery,
  page: PageRequest = {},
): LookupResult<ServiceRecord> {
  const after = readCursor(page.cursor, 1);
  if (after === undefined) return { kind: 'bad-cursor' };
  const [afterName = ''] = after;
  const names = query.name === undefined ? sortedKeys(content.services) : [query.name];
  const found = function* (): Generator<ServiceRecord> {
    for (const name of from(names, afterName)) {
      const service = content.services.get(name);
      if (name !== afterName && service !== undefined && hasMetadata(service, query.metadata)) yield service;
    }
  };
  return cut(found(), page, ({ name }) => [name]);
}

function cut<Found>(
  found: Iterable<Found>,
  { limit = 100 }: PageRequest,
  keyOf: (item: Found) => readonly string[],
): LookupResult<Found> {
  const most = Math.min(Math.max(1, Math.trunc(limit)), 1000);
  const items: Found[] = [];
  for (const item of found) {
    const last = items.at(-1);
    if (items.length === most && last !== undefined)
      return { kind: 'page', items, cursor: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') };
    items.push(item);
  }
  return { kind: 'page', items };
}

/** The names that do not sort before one, found by halving. */
function* from(names: Names, first: string): Generator<string> {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(names[middle] ?? '', first) < 0) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < names.length; index += 1) yield names[index] ?? '';
}

function readCursor(cursor: string | undefined, length: number): Names | undefined {
  if (cursor === undefined) return [];
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isOurs = Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string');
    return isOurs ? key : undefined;
  } catch {
    // Not JSON, so not ours.
    return undefined;
  }
}

function matches(instance: InstanceRecord, query: InstanceQuery): boolean {
  const { version, region, zone, status, port, metadata } = query;
  return (
    (version === undefined || instance.version === version) &&
    (region === undefined || instance.region === region) &&
    (zone === undefined || instance.zone === zone) &&
    (status === undefined || instance.status === status) &&
    (port === undefined || Object.hasOwn(instance.ports, port)) &&
    hasMetadata(instance, metadata)
  );
}

function hasMetadata(record: Pick<ServiceRecord, 'metadata'>, wanted: ServiceQuery['metadata'] = {}): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(record.metadata, key) && record.metadata[key] === value,
  );
}
