import type { InstanceRecord } from '../../../registry/model/instance-record.js';
import type { RegistryContent } from '../../../registry/model/registry-content.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import { sortBy } from '../../../util/sort-by.js';
import type { Answer } from '../../server/answer.js';
import type { ApiRequest } from '../../server/api-request.js';
import { page } from '../page.js';
import { readMetadataQuery } from '../read-metadata-query.js';

// A NUL sorts before every character of a name.
const keyOf = ({ service, id }: InstanceRecord): string => `${service}\0${id}`;

const sortedOfService = memoiseByObject((instances: ReadonlyMap<string, InstanceRecord>) =>
  sortBy(instances.values(), keyOf),
);
const sortedOfAll = memoiseByObject(({ instances }: RegistryContent) =>
  sortBy(instances, ([service]) => service).flatMap(([, ofService]) => sortedOfService(ofService)),
);

const none: readonly InstanceRecord[] = [];

/** Answers with a page of the instances that a query asks for: of one service, or of all. */
export function findInstances(request: ApiRequest, content: RegistryContent, service?: string): Answer {
  const ofService = service === undefined ? undefined : content.instances.get(service);
  const all =
    service === undefined ? sortedOfAll(content) : ofService === undefined ? none : sortedOfService(ofService);
  const { version, region, zone, status } = request.query;
  const fields = Object.entries({ version, region, zone, status }).filter(([, wanted]) => wanted !== undefined);
  const metadata = readMetadataQuery(request.query);
  const found = all.filter(
    (record) =>
      fields.every(([name, wanted]) => record[name as 'version' | 'region' | 'zone' | 'status'] === wanted) &&
      metadata.every(([key, value]) => record.metadata[key] === value),
  );
  return page(request, found, keyOf);
}
