import { create, fromBinary, toBinary, type DescMessage, type Message, type Registry } from '@bufbuild/protobuf';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { EncodedResource } from '../encode-resources.js';
import type { DeltaRequest } from '../protocol/delta-request.js';
import type { Response, Variant } from '../protocol/next-response.js';
import type { SotwRequest } from '../protocol/sotw-request.js';
import type { ErrorDetail } from '../protocol/verdict.js';

/** What a client says of itself; empty in all but the first request of a stream. xDS: `core.v3.Node`. */
export interface ReadNode {
  readonly id: string;
  readonly cluster: string;
}

/** A request, and who sends it. */
export interface ReadRequest {
  readonly node: ReadNode;
  readonly request: SotwRequest | DeltaRequest;
}

/** Reads requests and writes responses of one variant. */
export interface DiscoveryMessages {
  /**
   * @param singleType type URL of a service of one type, whose requests need not say it
   * @throws Error when the bytes are no request
   */
  readonly read: (bytes: Uint8Array, singleType: string | undefined) => ReadRequest;
  /** A resource's part of it is made once for all streams. */
  readonly write: (response: Response<EncodedResource>) => Buffer;
}

// What protobuf-es makes of the messages of `envoy.service.discovery.v3`, as far as it is read here. The casts to these are
// true because the descriptor that decodes has these fields.
interface AnyRequest {
  readonly node?: ReadNode;
  readonly typeUrl: string;
  readonly responseNonce: string;
  readonly errorDetail?: ErrorDetail;
}
interface DiscoveryRequest extends AnyRequest {
  readonly versionInfo: string;
  readonly resourceNames: readonly string[];
}
interface DeltaDiscoveryRequest extends AnyRequest {
  readonly resourceNamesSubscribe: readonly string[];
  readonly resourceNamesUnsubscribe: readonly string[];
  readonly initialResourceVersions: Readonly<Record<string, string>>;
}

const discovery = 'envoy.service.discovery.v3';

/** Creates the messages of `envoy.service.discovery.v3` for one variant. */
export function createDiscoveryMessages(registry: Registry, variant: Variant): DiscoveryMessages {
  const schema = (name: string): DescMessage => {
    const found = registry.getMessage(`${discovery}.${name}`);
    if (found === undefined) throw new Error(`the API has no ${discovery}.${name}`);
    return found;
  };
  return variant === 'sotw'
    ? sotwMessages(schema('DiscoveryRequest'), schema('DiscoveryResponse'))
    : deltaMessages(schema('DeltaDiscoveryRequest'), schema('DeltaDiscoveryResponse'), schema('Resource'));
}

function sotwMessages(requestSchema: DescMessage, responseSchema: DescMessage): DiscoveryMessages {
  const chunk = memoiseByObject(({ type, bytes }: EncodedResource) =>
    encode(responseSchema, { resources: [anyOf(type, bytes)] }),
  );
  return {
    read: (bytes, singleType) => {
      const message = fromBinary(requestSchema, bytes) as Message & DiscoveryRequest;
      const { versionInfo, resourceNames } = message;
      return {
        node: readNode(message),
        request: { kind: 'sotw', versionInfo, resourceNames, ...common(message, singleType) },
      };
    },
    write: ({ type, nonce, version, resources }) =>
      Buffer.concat([encode(responseSchema, { versionInfo: version, typeUrl: type, nonce }), ...resources.map(chunk)]),
  };
}

function deltaMessages(
  requestSchema: DescMessage,
  responseSchema: DescMessage,
  resourceSchema: DescMessage,
): DiscoveryMessages {
  const chunk = memoiseByObject(({ type, name, version, bytes }: EncodedResource) =>
    encode(responseSchema, {
      resources: [create(resourceSchema, fields({ name, version, resource: anyOf(type, bytes) }))],
    }),
  );
  return {
    read: (bytes, singleType) => {
      const message = fromBinary(requestSchema, bytes) as Message & DeltaDiscoveryRequest;
      return {
        node: readNode(message),
        request: {
          kind: 'delta',
          subscribe: message.resourceNamesSubscribe,
          unsubscribe: message.resourceNamesUnsubscribe,
          initialVersions: new Map(Object.entries(message.initialResourceVersions)),
          ...common(message, singleType),
        },
      };
    },
    write: ({ type, nonce, version, resources, removed, missing }) =>
      Buffer.concat([
        encode(responseSchema, {
          systemVersionInfo: version,
          typeUrl: type,
          nonce,
          removedResources: removed,
          // Envoy, `VhdsSubscription`: a name without a virtual host is one that there is not.
          resources: missing.map((name) => create(resourceSchema, fields({ name, version: 'missing' }))),
        }),
        ...resources.map(chunk),
      ]),
  };
}

function readNode({ node }: AnyRequest): ReadNode {
  return { id: node?.id ?? '', cluster: node?.cluster ?? '' };
}

function common(
  { typeUrl, responseNonce, errorDetail }: AnyRequest,
  singleType: string | undefined,
): Pick<SotwRequest, 'typeUrl' | 'responseNonce' | 'error'> {
  const error = errorDetail === undefined ? {} : { error: { code: errorDetail.code, message: errorDetail.message } };
  return { typeUrl: singleType ?? typeUrl, responseNonce, ...error };
}

function anyOf(typeUrl: string, value: Uint8Array): object {
  return { $typeName: 'google.protobuf.Any', typeUrl, value };
}

// Protobuf's encoding of a message is the encodings of its fields one after the other, so parts can be joined.
function encode(schema: DescMessage, init: object): Uint8Array {
  return toBinary(schema, create(schema, fields(init)));
}

/** The schema comes from a descriptor, so TypeScript does not know its fields; the names are those of the `.proto`. */
function fields(init: object): Record<string, never> {
  return init as Record<string, never>;
}
