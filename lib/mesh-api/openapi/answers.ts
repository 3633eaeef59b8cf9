import type { JsonSchema, ResponseObject } from './open-api.js';

/** Headers of an answer by their names in the document. */
export type AnswerHeader = 'ETag' | 'Location' | 'Link' | 'RetryAfter';

const headerNames = { ETag: 'ETag', Location: 'Location', Link: 'Link', RetryAfter: 'Retry-After' } as const;

/** An answer with a JSON body. */
export function jsonAnswer(
  description: string,
  schema: JsonSchema,
  headers: readonly AnswerHeader[] = [],
): ResponseObject {
  return {
    description,
    ...(headers.length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            headers.map((name) => [headerNames[name], { $ref: `#/components/headers/${name}` }]),
          ),
        }),
    content: { 'application/json': { schema } },
  };
}

/** An answer without a body. */
export function emptyAnswer(description: string): ResponseObject {
  return { description };
}

/** What a conditional read gets when nothing changed. */
export const notModified: ResponseObject = {
  description: 'Nothing changed since the revision that If-None-Match names.',
  headers: { ETag: { $ref: '#/components/headers/ETag' } },
};
