import { messageOf } from '../../../util/message-of.js';
import type { OperationObject } from '../../openapi/open-api.js';
import { problem } from '../../problems/problem.js';
import type { Answer } from '../answer.js';

/** A body as it came. */
export interface RawBody {
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array | undefined;
}

/** A body that was parsed, or why it cannot be. */
export type ReadBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'body'; readonly mediaType: string; readonly value: unknown }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Parses the body of a request where its operation has one. */
export function readBody({ contentType, bytes }: RawBody, { requestBody }: OperationObject): ReadBody {
  const isEmpty = bytes === undefined || bytes.length === 0;
  if (requestBody === undefined)
    return isEmpty ? { kind: 'none' } : refused('invalid-request', 'this call takes no body');
  if (isEmpty)
    return requestBody.required
      ? refused('invalid-request', 'this call needs a body, and none came')
      : { kind: 'none' };
  const accepted = Object.keys(requestBody.content);
  const mediaType = mediaTypeOf(contentType);
  if (mediaType === undefined || !accepted.includes(mediaType))
    return refused(
      'unsupported-media-type',
      `the body has to be ${accepted.join(' or ')}, and Content-Type says ${contentType === undefined ? 'nothing' : `"${contentType.slice(0, 100)}"`}`,
      { Accept: accepted.join(', ') },
    );
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused('malformed-request', 'the body is not UTF-8');
  }
  try {
    return { kind: 'body', mediaType, value: JSON.parse(text) as unknown };
  } catch (error) {
    return refused('malformed-request', `the body is not JSON: ${messageOf(error)}`);
  }
}

function refused(
  kind: 'invalid-request' | 'malformed-request' | 'unsupported-media-type',
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ReadBody {
  return { kind: 'refused', answer: problem(kind, detail, { headers }) };
}

/** Media type in lower case without parameters; undefined for a charset that JSON does not have. */
function mediaTypeOf(contentType: string | undefined): string | undefined {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  return parameters.every((each) => /^charset="?utf-8"?$/.test(each)) ? type : undefined;
}
