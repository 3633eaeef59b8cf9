import { jsonAnswer } from '../answers.js';
import { mediaTypes } from '../media-types.js';
import type { JsonSchema, PathItem, Role } from '../open-api.js';
import { operation } from '../operation.js';
import { parameters } from '../parameters.js';
import { ref } from '../schemas/ref.js';

const { nodeId, limit, cursor, group, proxyStatus, services, lastEventId } = parameters;
const readers: readonly Role[] = ['reader', 'operator'];
const json = (schema: JsonSchema) => ({ [mediaTypes.json]: schema });
const anyObject = (description: string): JsonSchema => ({ type: 'object', description, additionalProperties: true });

/** What can be asked of the mesh and its proxies. */
export const meshPaths: Readonly<Record<string, PathItem>> = {
  '/v1/mesh': {
    get: operation({
      id: 'getMesh',
      tag: 'mesh',
      summary: 'What is served, and to whom',
      roles: readers,
      answers: { '200': jsonAnswer('A summary.', ref('MeshSummary')) },
    }),
  },
  '/v1/watch': {
    get: operation({
      id: 'watch',
      tag: 'mesh',
      summary: 'Follow services and instances',
      description:
        'Server-sent events: `snapshot` (WatchSnapshot), then `change` (WatchChange) and `backends` (WatchBackends). ' +
        'With Last-Event-ID it goes on there, or says `reset` (WatchReset) and begins anew. `end` (WatchEnd): the server stops.',
      roles: ['reader', 'operator', 'workload'],
      parameters: [services, lastEventId],
      answers: {
        '200': { description: 'A stream of events.', content: { [mediaTypes.events]: { schema: { type: 'string' } } } },
      },
      problems: ['Unavailable'],
    }),
  },
  '/v1/explain': {
    post: operation({
      id: 'explain',
      tag: 'mesh',
      summary: 'Tell the way of a request through the live mesh',
      roles: readers,
      body: json(ref('AskedRequest')),
      answers: { '200': jsonAnswer('Its way.', ref('Explanation')) },
      problems: ['Conflict', 'UnprocessableContent'],
    }),
  },
  '/v1/simulate': {
    post: operation({
      id: 'simulate',
      tag: 'mesh',
      summary: 'Say what a request comes to in the live mesh',
      roles: readers,
      body: json(ref('AskedRequest')),
      answers: { '200': jsonAnswer('What it comes to.', ref('Simulation')) },
      problems: ['Conflict', 'UnprocessableContent'],
    }),
  },
  '/v1/proxies': {
    get: operation({
      id: 'listProxies',
      tag: 'proxies',
      summary: 'List proxies and how they stand',
      roles: readers,
      parameters: [group, proxyStatus, limit, cursor],
      answers: { '200': jsonAnswer('A page of proxies.', ref('ProxyList'), ['Link']) },
    }),
  },
  '/v1/proxies/{nodeId}': {
    get: operation({
      id: 'getProxy',
      tag: 'proxies',
      summary: 'How a proxy stands: versions, ACKs, NACKs',
      roles: readers,
      parameters: [nodeId],
      answers: { '200': jsonAnswer('The proxy.', ref('Proxy')) },
      problems: ['NotFound'],
    }),
  },
  '/v1/proxies/{nodeId}/config': {
    get: operation({
      id: 'getProxyConfig',
      tag: 'proxies',
      summary: 'What a node is to hold, without secrets',
      description: "In the form of Envoy's /config_dump: `meshwright explain --config-dump` reads it.",
      roles: readers,
      parameters: [nodeId],
      answers: { '200': jsonAnswer('The configuration.', ref('ConfigDump')) },
      problems: ['NotFound'],
    }),
  },
  '/v1/proxies/{nodeId}/drift': {
    get: operation({
      id: 'getProxyDrift',
      tag: 'proxies',
      summary: 'What a proxy has not accepted of what is served',
      roles: readers,
      parameters: [nodeId],
      answers: { '200': jsonAnswer('The difference.', ref('Drift')) },
      problems: ['NotFound'],
    }),
    post: operation({
      id: 'compareProxyConfig',
      tag: 'proxies',
      summary: "Compare a real Envoy's /config_dump with what is served",
      roles: readers,
      parameters: [nodeId],
      body: json(ref('ConfigDump')),
      bodyLimit: 16 * 1024 * 1024,
      answers: { '200': jsonAnswer('The difference.', ref('Drift')) },
      problems: ['NotFound', 'UnprocessableContent'],
    }),
  },
  '/v1/bootstrap/{nodeId}': {
    get: operation({
      id: 'getBootstrap',
      tag: 'proxies',
      summary: 'What an Envoy needs to start',
      roles: ['reader', 'operator', 'workload'],
      parameters: [nodeId],
      answers: { '200': jsonAnswer('A bootstrap of Envoy.', anyObject('envoy.config.bootstrap.v3.Bootstrap')) },
      problems: ['NotFound'],
    }),
  },
  '/v1/grpc-bootstrap/{nodeId}': {
    get: operation({
      id: 'getGrpcBootstrap',
      tag: 'proxies',
      summary: 'What a gRPC client needs to start',
      roles: ['reader', 'operator', 'workload'],
      parameters: [nodeId],
      answers: { '200': jsonAnswer('For GRPC_XDS_BOOTSTRAP.', anyObject('A bootstrap of gRPC (gRFC A27).')) },
      problems: ['NotFound'],
    }),
  },
};
