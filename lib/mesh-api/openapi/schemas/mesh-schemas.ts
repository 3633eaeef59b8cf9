import type { JsonSchema } from '../open-api.js';
import { listOf } from './list-of.js';
import { ref } from './ref.js';
import { shape } from './shape.js';
import { text } from './text.js';
import { wholeNumber } from './whole-number.js';

const time = (description: string): JsonSchema => ({
  type: 'integer',
  description: `${description}; ms since the epoch.`,
});
const count = (description: string): JsonSchema => ({ type: 'integer', description, minimum: 0 });

const requestFields = {
  required: {
    url: text("A URL, or a path where `to` or the gateway's only host says the rest.", {
      minLength: 1,
      maxLength: 8192,
    }),
  },
  optional: {
    method: text('GET unless said.', { minLength: 1, maxLength: 64 }),
    from: text('Service or gateway that sends it; the only gateway unless said.', { minLength: 1, maxLength: 253 }),
    to: text("Callee, `<service>` or `<service>:<port name>`, instead of the URL's host.", {
      minLength: 1,
      maxLength: 253,
    }),
    headers: listOf(
      'In order; a name may come more than once.',
      { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string', maxLength: 8192 } },
      100,
    ),
    source: text('IP address of the client.', { format: 'ip-address' }),
  },
} as const;

/** The mesh, its proxies and questions to it. */
export const meshSchemas: Readonly<Record<string, JsonSchema>> = {
  MeshSummary: shape('What is served, and to whom.', {
    required: {
      services: listOf('Services of the program; sorted by name.', ref('MeshService')),
      groups: listOf('Groups that configuration is ready for; sorted.', { type: 'string' }),
      proxies: ref('ProxyCounts'),
      registry: shape('What the registry holds.', {
        required: {
          services: count('Services.'),
          instances: count('Instances.'),
          backends: listOf('In order of rank.', ref('Backend')),
        },
      }),
    },
    optional: {
      name: text('Name of the mesh; absent while there is no program.'),
      version: text('Names the program, by its content.'),
    },
  }),
  MeshService: shape('A service of the program.', {
    required: {
      name: text('Its name.'),
      versions: listOf('Sorted by name.', { type: 'string' }),
      ports: listOf('In their order.', { type: 'string' }),
      instances: count('Instances that the registry has of it.'),
      healthy: count('Those of them that take requests.'),
    },
  }),
  ProxyCounts: shape('Nodes, by how they stand.', {
    required: {
      connected: count('With an open stream.'),
      synced: count('Of these: hold what they should.'),
      pending: count('Of these: something is on its way.'),
      refused: count('Of these: refused something.'),
    },
  }),
  ProxyList: shape('A page of proxies.', {
    required: { items: listOf('Sorted by node id.', ref('Proxy')) },
    optional: { nextCursor: ref('Cursor') },
  }),
  Proxy: shape('How one node stands with what it is to hold.', {
    required: {
      nodeId: text('`<kind>~<owner>~<instance>`.'),
      group: text('All nodes of a group hold the same.'),
      status: {
        type: 'string',
        enum: ['synced', 'pending', 'refused', 'gone'],
        description: 'The worst of its types; gone without a stream.',
      },
      streams: count('Open streams.'),
      connectedAt: time('Since when'),
      lastHeardAt: time('When it said something last'),
      types: listOf('Sorted by type URL.', ref('ProxyType')),
    },
  }),
  ProxyType: shape('How a node stands with one type of resource.', {
    required: {
      typeUrl: text('Type of the resources.'),
      status: { type: 'string', enum: ['synced', 'pending', 'refused'] },
      acceptedVersion: text('Of the last response that it accepted; empty before it.'),
    },
    optional: { refusal: ref('Refusal') },
  }),
  Refusal: shape('A response that the node refused (NACK).', {
    required: {
      names: listOf('Resources in it; with one name that is the culprit.', { type: 'string' }),
      message: text("The node's words."),
      origins: listOf('Where they stem from in the program.', ref('Origin')),
      at: time('When'),
    },
  }),
  Origin: shape('A place in the program, or a default of ours.', {
    required: {
      kind: { type: 'string', enum: ['user', 'default'] },
      constructPath: text('Path in the construct tree.'),
    },
    optional: {
      source: shape('Where the program says so.', {
        required: { file: text('Relative to the project.'), line: { type: 'integer' }, column: { type: 'integer' } },
      }),
    },
  }),
  ConfigDump: shape("A node's configuration in the form of Envoy's /config_dump.", {
    required: { configs: listOf('Sections.', { type: 'object', additionalProperties: true }) },
  }),
  Drift: shape('How what runs differs from what is served.', {
    required: {
      nodeId: text('The node.'),
      isInSync: { type: 'boolean', description: 'Whether nothing differs.' },
      differences: listOf('Sorted by type, then name; at most 1,000.', ref('DriftDifference')),
      isComplete: { type: 'boolean', description: 'Whether all differences are listed.' },
    },
    optional: { notes: listOf('What the dump leaves out.', { type: 'string' }) },
  }),
  DriftDifference: shape('One resource that differs.', {
    required: {
      type: text('listeners, routes, clusters, endpoints; of served against accepted a type URL.'),
      name: text('Name of the resource; empty for a whole type.'),
      kind: {
        type: 'string',
        enum: ['missing', 'unexpected', 'different', 'pending', 'refused'],
        description: 'missing: served and not there. unexpected: there and not served.',
      },
    },
    optional: { fields: listOf('Where; at most 50.', ref('FieldDifference')), message: text('Why it was refused.') },
  }),
  FieldDifference: shape('One field that differs.', {
    required: { path: text('Names with . between.') },
    optional: { served: text('As JSON.'), running: text('As JSON.') },
  }),
  AskedRequest: shape('A request to follow.', requestFields),
  Explanation: {
    type: 'object',
    description: 'The way of a request with the line of the program behind every decision; as `explain --json`.',
    required: ['version', 'request', 'results', 'hops', 'isComplete'],
    additionalProperties: true,
  },
  Simulation: shape('What a request comes to.', {
    required: {
      results: listOf('The likeliest first; probabilities sum to 1.', ref('SimulatedResult')),
      isComplete: { type: 'boolean', description: 'Whether all on the way is known to the simulator.' },
    },
  }),
  SimulatedResult: shape('One thing that a request may come to.', {
    required: {
      probability: { type: 'number', minimum: 0, maximum: 1 },
      proxies: listOf('On the way, in order.', { type: 'string' }),
      clusters: listOf('That it was sent to, in order.', { type: 'string' }),
      end: { type: 'object', description: 'Where it ends.', required: ['kind'], additionalProperties: true },
    },
    optional: {
      grpcStatus: wholeNumber('Of an answer of a proxy to gRPC.', 0, 255),
      denial: text('Why the mesh says no.'),
      origin: ref('Origin'),
    },
  }),
  Health: shape('That the process is alive.', { required: { status: { type: 'string', const: 'ok' } } }),
  Readiness: shape('Whether calls can be answered.', {
    required: {
      isReady: { type: 'boolean' },
      reasons: listOf('Why not.', { type: 'string' }),
      degraded: listOf('What works with what was known last.', { type: 'string' }),
    },
  }),
};
