import type { ProblemError } from '../../problems/problem.js';
import type { Answer } from '../answer.js';
import type { ApiRequest } from '../api-request.js';
import type { TableEntry } from '../operation-table.js';
import type { Checker, CheckValue } from './create-checker.js';
import { describeError } from './describe-error.js';
import { invalidRequest } from './invalid-request.js';
import { readBody } from './read-body.js';
import { readQuery } from './read-query.js';

/** A request as it came. */
export interface RawRequest {
  /** Path and query. */
  readonly url: string;
  /** Decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly bytes: Uint8Array | undefined;
}

/** A request that is as the API description says, or the answer that says why it is not. */
export type CheckedRequest =
  | { readonly kind: 'fine'; readonly request: Omit<ApiRequest, 'principal'> }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Compiles what the API description says of the requests of one operation. */
export function createRequestCheck(checker: Checker, entry: TableEntry): (raw: RawRequest) => CheckedRequest {
  const { operation } = entry;
  const at = `/paths/${escape(entry.path)}/${entry.method}`;
  const checks = operation.parameters.map((parameter, index) => ({
    parameter,
    check: checker.at(`${at}/parameters/${String(index)}/schema`),
  }));
  const bodyChecks = new Map<string, CheckValue>(
    Object.keys(operation.requestBody?.content ?? {}).map((type) => [
      type,
      checker.at(`${at}/requestBody/content/${escape(type)}/schema`),
    ]),
  );
  return (raw) => {
    const search = raw.url.includes('?') ? raw.url.slice(raw.url.indexOf('?') + 1) : '';
    const query = readQuery(search, operation.parameters);
    const headers = readHeaders(raw, entry);
    const values = { path: raw.path, query: query.values, header: headers.values };
    const errors = [
      ...query.errors,
      ...headers.errors,
      ...checks.flatMap(({ parameter: { name, in: place }, check }) => {
        const value = values[place][place === 'header' ? name.toLowerCase() : name];
        return value === undefined ? [] : check(value).map((error) => describeError(error, `${place}/${name}`));
      }),
    ];
    const body = readBody({ contentType: one(raw.headers['content-type']), bytes: raw.bytes }, operation);
    if (errors.length === 0 && body.kind === 'refused') return body;
    if (body.kind === 'body') errors.push(...bodyErrors(bodyChecks.get(body.mediaType)?.(body.value) ?? []));
    if (errors.length > 0) return { kind: 'refused', answer: invalidRequest(errors) };
    return {
      kind: 'fine',
      request: {
        operationId: operation.operationId,
        url: raw.url,
        path: raw.path,
        query: query.values,
        headers: headers.values,
        ...(body.kind === 'body' ? { body: body.value } : {}),
      },
    };
  };
}

function bodyErrors(errors: ReturnType<CheckValue>): readonly ProblemError[] {
  // What is wrong with a name of a field is told twice: by the rule for the name, and by the rule that there is one.
  return errors.filter((error) => error.propertyName === undefined).map((error) => describeError(error, 'body'));
}

function readHeaders(
  { headers }: RawRequest,
  { method, operation: { parameters } }: TableEntry,
): { readonly values: Readonly<Record<string, string>>; readonly errors: readonly ProblemError[] } {
  const errors: ProblemError[] = [];
  const names = new Set(parameters.flatMap((each) => (each.in === 'header' ? [each.name.toLowerCase()] : [])));
  // A condition of a write that is not kept must not pass for one that holds.
  for (const name of method === 'get' ? [] : ['if-match', 'if-none-match', 'idempotency-key'])
    if (headers[name] !== undefined && !names.has(name))
      errors.push({ path: `header/${name}`, problem: 'is not taken by this call' });
  const values = [...names].flatMap((name): readonly (readonly [string, string])[] => {
    const value = one(headers[name]);
    return value === undefined ? [] : [[name, value]];
  });
  return { values: Object.fromEntries(values), errors };
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

/** A segment of a JSON pointer inside a URI reference. */
function escape(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}
