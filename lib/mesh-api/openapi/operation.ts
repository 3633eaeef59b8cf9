import type { JsonSchema, OperationObject, Parameter, ResponseObject, Role } from './open-api.js';

/** What is said of an operation; what all have in common is added. */
export interface OperationWords {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may call it; the operator may call everything. */
  readonly roles: readonly Role[];
  readonly parameters?: readonly Parameter[];
  /** Schema of the body by media type. */
  readonly body?: Readonly<Record<string, JsonSchema>>;
  /** Whether the body may be left out. @default false */
  readonly bodyIsOptional?: boolean;
  /** Bytes. @default 262144 */
  readonly bodyLimit?: number;
  /** How often a caller may make it, beside what it may call in all. @default - as often as anything */
  readonly callLimit?: OperationObject['x-call-limit'];
  /** Answers of success by status. */
  readonly answers: Readonly<Record<string, ResponseObject>>;
  /** Names of the problems that are its own. */
  readonly problems?: readonly string[];
  /** Whether it writes to the registry, which may refuse or be away. @default false */
  readonly writes?: boolean;
}

const statusOf = {
  BadRequest: '400',
  Unauthorized: '401',
  Forbidden: '403',
  NotFound: '404',
  Conflict: '409',
  PreconditionFailed: '412',
  ContentTooLarge: '413',
  UnsupportedMediaType: '415',
  UnprocessableContent: '422',
  TooManyRequests: '429',
  InternalError: '500',
  Unavailable: '503',
  OutcomeUnknown: '504',
  StorageFull: '507',
} as const;

/** A problem that an operation may answer with. */
export type ProblemName = keyof typeof statusOf;

/** Puts an operation together: its own words, and the answers that follow from them. */
export function operation(words: OperationWords): OperationObject {
  const isPublic = words.roles.includes('public');
  const names: readonly ProblemName[] = [
    'BadRequest',
    ...(isPublic ? [] : (['Unauthorized', 'Forbidden'] as const)),
    // A body may come with any call that can have one; where none is expected it is refused.
    ...(words.body === undefined ? [] : (['ContentTooLarge', 'UnsupportedMediaType'] as const)),
    ...(words.writes === true
      ? (['Conflict', 'UnprocessableContent', 'Unavailable', 'OutcomeUnknown', 'StorageFull'] as const)
      : []),
    ...((words.problems ?? []) as readonly ProblemName[]),
    'TooManyRequests',
    'InternalError',
  ];
  const problems = Object.fromEntries(
    names.map((name): [string, ResponseObject] => [statusOf[name], { $ref: `#/components/responses/${name}` }]),
  );
  return {
    operationId: words.id,
    tags: [words.tag],
    summary: words.summary,
    ...(words.description === undefined ? {} : { description: words.description }),
    parameters: words.parameters ?? [],
    ...(words.body === undefined
      ? {}
      : {
          requestBody: {
            required: words.bodyIsOptional !== true,
            content: Object.fromEntries(Object.entries(words.body).map(([type, schema]) => [type, { schema }])),
          },
        }),
    responses: { ...problems, ...words.answers },
    security: isPublic ? [] : [{ bearer: [] }, { clientCertificate: [] }],
    'x-roles': words.roles,
    ...(words.bodyLimit === undefined ? {} : { 'x-body-limit': words.bodyLimit }),
    ...(words.callLimit === undefined ? {} : { 'x-call-limit': words.callLimit }),
  };
}
