import { deepFreeze } from '../../util/deep-freeze.js';
import { mediaTypes } from './media-types.js';
import type { OpenApiDocument, ResponseObject } from './open-api.js';
import { certificatePaths } from './paths/certificate-paths.js';
import { instancePaths } from './paths/instance-paths.js';
import { meshPaths } from './paths/mesh-paths.js';
import { rolloutPaths } from './paths/rollout-paths.js';
import { servicePaths } from './paths/service-paths.js';
import { systemPaths } from './paths/system-paths.js';
import type { ProblemName } from './operation.js';
import { certificateSchemas } from './schemas/certificate-schemas.js';
import { meshSchemas } from './schemas/mesh-schemas.js';
import { problemSchemas } from './schemas/problem-schemas.js';
import { ref } from './schemas/ref.js';
import { registrySchemas } from './schemas/registry-schemas.js';
import { rolloutSchemas } from './schemas/rollout-schemas.js';
import { watchSchemas } from './schemas/watch-schemas.js';

const problem = (description: string, headers: readonly string[] = []): ResponseObject => ({
  description,
  ...(headers.includes('RetryAfter')
    ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
    : {}),
  content: { [mediaTypes.problem]: { schema: ref('Problem') } },
});

const responses: Readonly<Record<ProblemName, ResponseObject>> = {
  BadRequest: problem('The request is not as this document says.'),
  Unauthorized: problem('No token, or none that is known.'),
  Forbidden: problem('The token does not allow it.'),
  NotFound: problem('There is no such thing.'),
  Conflict: problem('It cannot be done as things stand.'),
  PreconditionFailed: problem('The revision is another one.'),
  ContentTooLarge: problem('The body is too large.'),
  UnsupportedMediaType: problem('The body is of another media type.'),
  UnprocessableContent: problem('The request is well formed, and cannot be carried out as it is.'),
  TooManyRequests: problem('Too many calls or streams.', ['RetryAfter']),
  InternalError: problem('A bug of the server.'),
  Unavailable: problem('What it takes cannot be reached; nothing was changed.', ['RetryAfter']),
  OutcomeUnknown: problem(
    'The connection to the registry broke: nobody knows whether it was done until the record is read.',
  ),
  StorageFull: problem('The registry has no space left; nothing was changed.'),
};

/** The description of the mesh API that is served, and that each request is checked against. */
export const openApiDocument: OpenApiDocument = deepFreeze({
  openapi: '3.1.1',
  info: {
    title: 'Meshwright mesh API',
    version: '1.0.0',
    description: 'Services, instances, proxies and questions to the live mesh.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/', description: 'The server that this document comes from.' }],
  tags: [
    { name: 'services', description: 'Services that the registry knows.' },
    { name: 'instances', description: 'Instances of services.' },
    { name: 'certificates', description: 'Certificates of workloads.' },
    { name: 'mesh', description: 'The mesh that is served.' },
    { name: 'proxies', description: 'Nodes that get configuration.' },
    { name: 'rollouts', description: 'Shares of requests for new versions.' },
    { name: 'system', description: 'The server itself.' },
  ],
  paths: { ...servicePaths, ...instancePaths, ...certificatePaths, ...meshPaths, ...rolloutPaths, ...systemPaths },
  components: {
    schemas: {
      ...problemSchemas,
      ...registrySchemas,
      ...watchSchemas,
      ...certificateSchemas,
      ...meshSchemas,
      ...rolloutSchemas,
    },
    responses,
    headers: {
      ETag: { description: 'Revision of the record, for If-Match.', schema: { type: 'string' } },
      Location: { description: 'Where the new record is.', schema: { type: 'string' } },
      Link: { description: 'With rel="next": the next page (RFC 8288).', schema: { type: 'string' } },
      RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
    },
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'A token of the mesh API.' },
      clientCertificate: { type: 'mutualTLS', description: 'An X.509 SVID: a workload is limited to its own service.' },
    },
  },
});
