import type { RegistryWrite } from '../../registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../registry/model/registry-write-result.js';
import { contentHash } from '../../util/content-hash.js';
import type { ProblemKind } from '../problems/problem-kinds.js';
import { problem } from '../problems/problem.js';
import type { Answer } from '../server/answer.js';
import type { ApiContext } from '../server/api-context.js';
import type { ApiRequest } from '../server/api-request.js';
import { recordAnswer } from './record-answer.js';

type Done = Extract<RegistryWriteResult, { readonly kind: 'done' }>;

/** Carries out a write and answers with what came of it: the record, nothing for what is gone, or a problem. */
export async function writeRecord(request: ApiRequest, context: ApiContext, write: RegistryWrite): Promise<Answer> {
  const requestId = requestIdOf(request);
  const result = await context.write(write, requestId === undefined ? {} : { requestId });
  return result.kind === 'done' ? doneAnswer(result, write) : writeProblem(result, request, write);
}

/** Two callers who choose the same key mean two wishes. */
function requestIdOf({ headers, principal, operationId }: ApiRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  const who = principal.kind === 'known' ? principal.name : '';
  return contentHash(JSON.stringify([who, operationId, key]), 40);
}

function doneAnswer({ service, instance, isNew }: Done, write: RegistryWrite): Answer {
  const record = write.kind === 'put-service' ? service : (instance ?? service);
  return record === undefined ? { status: 204 } : recordAnswer(record, isNew ? 201 : 200);
}

const refusals = {
  'read-only': 'read-only',
  'has-instances': 'has-instances',
  fenced: 'not-leader',
  'request-id': 'key-reused',
  full: 'storage-full',
  unacceptable: 'unacceptable-record',
} as const satisfies Readonly<Record<string, ProblemKind>>;

function writeProblem(result: Exclude<RegistryWriteResult, Done>, request: ApiRequest, write: RegistryWrite): Answer {
  const retry = { headers: { 'Retry-After': '1' } };
  switch (result.kind) {
    case 'conflict':
      return conflict(result.revision, request, write);
    case 'missing':
      return problem('not-found', `there is no ${wordsOf(write)}`);
    case 'refused': {
      const kind = refusals[result.reason];
      return problem(kind, result.detail, kind === 'not-leader' ? retry : {});
    }
    case 'unavailable':
      return problem('registry-unavailable', result.detail, retry);
    case 'unknown':
      return problem('outcome-unknown', `${result.detail}; read it, or repeat the call with the same Idempotency-Key`);
  }
}

function conflict(revision: string | undefined, { headers }: ApiRequest, write: RegistryWrite): Answer {
  const what = wordsOf(write);
  const extras = revision === undefined ? {} : { revision };
  if (headers['if-match'] === undefined && headers['if-none-match'] === undefined)
    return problem('already-exists', `there is ${what} already`, extras);
  return problem(
    'revision-mismatch',
    revision === undefined ? `there is no ${what}` : `${what} has the revision ${JSON.stringify(revision)}`,
    extras,
  );
}

function wordsOf(write: RegistryWrite): string {
  if ('name' in write) return `service "${write.name}"`;
  const { service, id } = write.kind === 'put-instance' ? write.instance : write.key;
  return `instance "${id}" of "${service}"`;
}
