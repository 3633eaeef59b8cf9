import { type InstanceQuery, lookupInstances } from '../../../registry/lookup.js';
import type { RegistryContent } from '../../../registry/model/registry-content.js';
import type { Answer } from '../../server/answer.js';
import type { ApiRequest } from '../../server/api-request.js';
import { page } from '../page.js';
import { readMetadataQuery } from '../read-metadata-query.js';

/** Answers with a page of the instances that a query asks for: of one service, or of all. */
export function findInstances(request: ApiRequest, content: RegistryContent, service?: string): Answer {
  // The API description says so.
  const attributes = request.query as Pick<InstanceQuery, 'version' | 'region' | 'zone' | 'status'>;
  const metadata = readMetadataQuery(request.query);
  const query = { ...attributes, metadata, ...(service === undefined ? {} : { service }) };
  return page(request, (asked) => lookupInstances(content, query, asked));
}
