import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { ServiceRecord } from '../../registry/model/service-record.js';
import type { Answer } from '../server/answer.js';
import { etag } from './etag.js';
import { recordPath } from './record-path.js';

/** A record with its ETag; of a new one with its place. */
export function recordAnswer(record: ServiceRecord | InstanceRecord, status: 200 | 201): Answer {
  const location = status === 201 ? { Location: recordPath(record) } : {};
  return { status, headers: { ETag: etag(record.revision), ...location }, body: record, revision: record.revision };
}
