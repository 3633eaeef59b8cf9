import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { ServiceRecord } from '../../registry/model/service-record.js';
import { problem } from '../problems/problem.js';
import type { Answer } from '../server/answer.js';
import { etag } from './etag.js';
import { recordAnswer } from './record-answer.js';

/** Answers with a record; with 304 where the caller has this revision, with 404 where there is none. */
export function readRecord(
  record: ServiceRecord | InstanceRecord | undefined,
  known: string | undefined,
  what: string,
): Answer {
  if (record === undefined) return problem('not-found', `there is no ${what}`);
  const tag = etag(record.revision);
  const tags = known?.split(/\s*,\s*/).map((each) => each.replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(tag) ? { status: 304, headers: { ETag: tag } } : recordAnswer(record, 200);
}
