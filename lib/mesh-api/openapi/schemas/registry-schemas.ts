import type { JsonSchema } from '../open-api.js';
import { listOf } from './list-of.js';
import { ref } from './ref.js';
import { shape } from './shape.js';
import { text } from './text.js';
import { wholeNumber } from './whole-number.js';

const dnsLabel = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
const word = '^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$';
const metadataKey = '^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$';

const metadata = (description: string, values: JsonSchema): JsonSchema => ({
  type: 'object',
  description,
  maxProperties: 64,
  propertyNames: { pattern: metadataKey, maxLength: 317 },
  additionalProperties: values,
});

const revision = text('Changes with each write; the ETag of the record.');

const described = {
  address: text('IPv4 or IPv6 address, without zone; not an unspecified one.', { format: 'ip-address', maxLength: 45 }),
  ports: {
    type: 'object',
    description: "Port numbers by name of the service's port; at least one.",
    minProperties: 1,
    maxProperties: 64,
    propertyNames: { pattern: dnsLabel, maxLength: 63 },
    additionalProperties: wholeNumber('Where it listens.', 1, 65_535),
  },
} as const;

const placed = {
  version: ref('VersionName'),
  region: ref('PlaceName'),
  zone: ref('PlaceName'),
} as const;

const leased = {
  ttlMs: wholeNumber('It is removed when nobody has renewed it for so long. Absent: it stays.', 1000, 86_400_000),
  healthCheck: ref('HealthCheck'),
} as const;

const weight = wholeNumber('Share of requests against its siblings.', 1, 10_000);

/** Services and instances as calls give and get them. */
export const registrySchemas: Readonly<Record<string, JsonSchema>> = {
  ServiceName: text('A DNS label.', { pattern: dnsLabel, maxLength: 63, minLength: 1 }),
  InstanceId: text('Unique in its service.', { pattern: '^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$' }),
  VersionName: text("The service's version that it runs. Absent: none of them.", { pattern: word, maxLength: 63 }),
  PlaceName: text('A region or zone.', { pattern: word, maxLength: 63 }),
  InstanceStatus: {
    type: 'string',
    description: 'Only healthy instances take new requests.',
    enum: ['healthy', 'unhealthy', 'draining'],
  },
  ServiceMetadata: metadata('Notes, as labels of Kubernetes.', {
    type: 'string',
    maxLength: 63,
    pattern: '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$',
  }),
  InstanceMetadata: metadata('Notes.', { type: 'string', maxLength: 1024 }),
  HealthCheck: shape('How the registry asks an instance for its health.', {
    required: {
      kind: { type: 'string', enum: ['http', 'tcp', 'grpc'] },
      port: text("Name of the instance's port that is asked.", { pattern: dnsLabel, maxLength: 63 }),
    },
    optional: {
      path: text('Of http: what is asked for; / unless said.', { pattern: '^/[!-~]*$', maxLength: 1024 }),
      service: text('Of grpc: the name that is asked for.', { maxLength: 256 }),
      intervalMs: wholeNumber('5000 unless said.', 100, 3_600_000),
      timeoutMs: wholeNumber('At most intervalMs; 2000 unless said.', 10, 3_600_000),
      healthyThreshold: wholeNumber('Good answers in a row; 2 unless said.', 1, 10),
      unhealthyThreshold: wholeNumber('Bad answers in a row; 3 unless said.', 1, 10),
    },
  }),
  Service: shape('A service that the registry knows.', {
    required: { name: ref('ServiceName'), metadata: ref('ServiceMetadata'), revision },
  }),
  NewService: shape('A service to be made.', {
    required: { name: ref('ServiceName') },
    optional: { metadata: ref('ServiceMetadata') },
  }),
  ServiceInput: shape('All of a service but its name.', { optional: { metadata: ref('ServiceMetadata') } }),
  ServicePatch: shape('A JSON merge patch: null removes.', { optional: { metadata: ref('MetadataPatch') } }),
  MetadataPatch: {
    type: ['object', 'null'],
    description: 'Notes to set, or with null to remove; null in its place removes all.',
    maxProperties: 64,
    additionalProperties: { type: ['string', 'null'] },
  },
  Instance: shape('An instance as the registry holds it.', {
    required: {
      service: ref('ServiceName'),
      id: ref('InstanceId'),
      ...described,
      weight,
      metadata: ref('InstanceMetadata'),
      status: ref('InstanceStatus'),
      revision,
    },
    optional: {
      ...placed,
      ...leased,
      removeAt: wholeNumber('Of one that drains: when it is removed, ms since 1970.', 0, Number.MAX_SAFE_INTEGER),
    },
  }),
  InstanceInput: shape('All of an instance but its name.', {
    required: described,
    optional: {
      ...placed,
      weight: { ...weight, description: '100 unless said.' },
      metadata: ref('InstanceMetadata'),
      status: ref('InstanceStatus'),
      ...leased,
    },
  }),
  NewInstance: shape('An instance to be registered.', {
    required: { id: ref('InstanceId'), ...described },
    optional: {
      ...placed,
      weight: { ...weight, description: '100 unless said.' },
      metadata: ref('InstanceMetadata'),
      status: ref('InstanceStatus'),
      ...leased,
    },
  }),
  InstancePatch: {
    type: 'object',
    description: 'A JSON merge patch: null removes. What comes of it has to be a whole instance.',
    additionalProperties: true,
  },
  Drain: shape('How an instance is drained.', {
    optional: { seconds: wholeNumber('It is removed after so long. Absent: it stays, draining.', 0, 86_400) },
  }),
  NewStatus: shape('A status to be set.', { required: { status: ref('InstanceStatus') } }),
  ServiceList: shape('A page of services, sorted by name.', {
    required: { items: listOf('Sorted by name.', ref('Service')) },
    optional: { nextCursor: ref('Cursor') },
  }),
  InstanceList: shape('A page of instances.', {
    required: { items: listOf('Sorted by service, then id.', ref('Instance')) },
    optional: { nextCursor: ref('Cursor') },
  }),
  Cursor: text('Where the next page starts; opaque.', { maxLength: 1024 }),
};
