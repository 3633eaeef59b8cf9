/** Kinds of problems of the mesh API by slug. Each is a heading of docs/guides/mesh-api.md. */
export const problemKinds = Object.freeze({
  'malformed-request': { status: 400, title: 'The request is malformed' },
  'invalid-request': { status: 400, title: 'The request is not as the API description says' },
  unauthenticated: { status: 401, title: 'It is not known who calls' },
  forbidden: { status: 403, title: 'The caller may not do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This cannot be done there' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'already-exists': { status: 409, title: 'It is there already' },
  'has-instances': { status: 409, title: 'The service still has instances' },
  'read-only': { status: 409, title: 'The record cannot be written here' },
  'no-mesh': { status: 409, title: 'No mesh is served yet' },
  'no-authority': { status: 409, title: 'The server has no certificate authority' },
  'revision-mismatch': { status: 412, title: 'The record was changed since' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of another media type' },
  'key-reused': { status: 422, title: 'The idempotency key was used for something else' },
  'impossible-request': { status: 422, title: 'No such request can be followed' },
  'unreadable-dump': { status: 422, title: 'The dump cannot be read' },
  'refused-certificate-request': { status: 422, title: 'No certificate is given for this request' },
  'too-many-requests': { status: 429, title: 'Too many calls' },
  'too-many-streams': { status: 429, title: 'Too many streams' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'A bug of the server' },
  'registry-unavailable': { status: 503, title: 'The registry cannot be reached' },
  'authority-unavailable': { status: 503, title: 'The certificate authority cannot sign now' },
  'not-leader': { status: 503, title: 'Another replica has the lead' },
  'outcome-unknown': { status: 504, title: 'Nobody knows whether it was done' },
  'storage-full': { status: 507, title: 'The registry has no space left' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>);

/** One of the slugs of `problemKinds`. */
export type ProblemKind = keyof typeof problemKinds;
