import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { Precondition, RegistryWrite } from '../../registry/model/registry-write.js';
import type { ServiceRecord } from '../../registry/model/service-record.js';
import { problem } from '../problems/problem.js';
import type { Answer } from '../server/answer.js';
import type { ApiContext } from '../server/api-context.js';
import type { ApiRequest } from '../server/api-request.js';
import { preconditionOf } from './precondition-of.js';
import { writeRecord } from './write-record.js';

const attempts = 5;

/** How a record is patched. */
export interface PatchSteps<T> {
  readonly read: () => T | undefined;
  /** For people. */
  readonly what: string;
  /** The write that makes the patched record, or why there is none. */
  readonly write: (record: T, precondition: Precondition) => RegistryWrite | Answer;
}

/**
 * Patches a record: reads it, and writes it unless another write came between; then once more, as a patch means the record as
 * it is. With `If-Match` the caller says which one it means, and the first conflict is told.
 */
export async function patchRecord<T extends ServiceRecord | InstanceRecord>(
  request: ApiRequest,
  context: ApiContext,
  { read, what, write }: PatchSteps<T>,
): Promise<Answer> {
  const asked = preconditionOf(request.headers, { kind: 'any' });
  for (let attempt = 0; attempt < attempts; attempt++) {
    const record = read();
    if (record === undefined) return problem('not-found', `there is no ${what}`);
    if (asked.kind === 'revision' && asked.revision !== record.revision)
      return problem('revision-mismatch', `${what} has the revision ${JSON.stringify(record.revision)}`, {
        revision: record.revision,
      });
    const planned = write(record, { kind: 'revision', revision: record.revision });
    if (!('kind' in planned)) return planned;
    const answer = await writeRecord(request, context, planned);
    const isConflict = answer.problem === 'already-exists' || answer.problem === 'revision-mismatch';
    if (!isConflict || asked.kind === 'revision') return answer;
  }
  return problem('revision-mismatch', `${what} was written by others each time; try again`);
}
