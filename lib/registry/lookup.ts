import { compareText } from '../util/compare-text.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import { pageOf, type PageRequest, type PageResult } from '../util/page-of.js';
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
  readonly metadata?: readonly (readonly [key: string, value: string])[];
}

/** Which services are looked for. */
export interface ServiceQuery {
  /** Each of these keys has this value. */
  readonly metadata?: InstanceQuery['metadata'];
}

type Names = readonly string[];
const sortedKeys = memoiseByObject((map: ReadonlyMap<string, unknown>): Names => [...map.keys()].sort(compareText));

/** Finds instances, sorted by service and id. */
export function lookupInstances(
  content: RegistryContent,
  query: InstanceQuery,
  page: PageRequest = {},
): PageResult<InstanceRecord> {
  const names = query.service === undefined ? sortedKeys(content.instances) : [query.service];
  return pageOf(page, {
    keyLength: 2,
    keyOf: ({ service, id }) => [service, id],
    *after([afterService = '', afterId = '']) {
      for (const name of from(names, afterService)) {
        const ofService = content.instances.get(name);
        if (ofService === undefined) continue;
        for (const id of from(sortedKeys(ofService), name === afterService ? afterId : '')) {
          const instance = ofService.get(id);
          const isNew = name !== afterService || id !== afterId;
          if (isNew && instance !== undefined && matches(instance, query)) yield instance;
        }
      }
    },
  });
}

/** Finds services, sorted by name. */
export function lookupServices(
  content: RegistryContent,
  query: ServiceQuery,
  page: PageRequest = {},
): PageResult<ServiceRecord> {
  return pageOf(page, {
    keyLength: 1,
    keyOf: ({ name }) => [name],
    *after([afterName = '']) {
      for (const name of from(sortedKeys(content.services), afterName)) {
        const service = content.services.get(name);
        if (name !== afterName && service !== undefined && hasMetadata(service, query.metadata)) yield service;
      }
    },
  });
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

function matches(instance: InstanceRecord, query: InstanceQuery): boolean {
  const { version, region, zone, status, metadata } = query;
  return (
    (version === undefined || instance.version === version) &&
    (region === undefined || instance.region === region) &&
    (zone === undefined || instance.zone === zone) &&
    (status === undefined || instance.status === status) &&
    hasMetadata(instance, metadata)
  );
}

function hasMetadata({ metadata }: Pick<ServiceRecord, 'metadata'>, wanted: ServiceQuery['metadata'] = []): boolean {
  return wanted.every(([key, value]) => Object.hasOwn(metadata, key) && metadata[key] === value);
}
