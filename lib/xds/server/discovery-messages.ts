import { create, toBinary, type DescMessage, type Registry } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { EncodedResource } from '../encode-resources.js';
import type { Response, Variant } from '../protocol/next-response.js';
import { readDeltaRequest, readSotwRequest, type ReadRequest } from './read-request.js';

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

const discovery = 'envoy.service.discovery.v3';

/** Creates the messages of `envoy.service.discovery.v3` for one variant. */
export function createDiscoveryMessages(registry: Registry, variant: Variant): DiscoveryMessages {
  const schema = (name: string): DescMessage => {
    const found = registry.getMessage(`${discovery}.${name}`);
    if (found === undefined) throw new Error(`the API has no ${discovery}.${name}`);
    return found;
  };
  return variant === 'sotw'
    ? sotwMessages(schema('DiscoveryResponse'))
    : deltaMessages(schema('DeltaDiscoveryResponse'), schema('Resource'));
}

function sotwMessages(schema: DescMessage): DiscoveryMessages {
  const chunk = memoiseByObject(({ type, bytes }: EncodedResource) =>
    encode(schema, { resources: [anyOf(type, bytes)] }),
  );
  return {
    read: (bytes, singleType) => ofType(readSotwRequest(bytes), singleType),
    write: ({ type, nonce, version, resources }) =>
      Buffer.concat([
        // `DiscoveryResponse`: version_info, type_url, nonce
        strings([
          [1, version],
          [4, type],
          [5, nonce],
        ]),
        ...resources.map(chunk),
      ]),
  };
}

function deltaMessages(responseSchema: DescMessage, resourceSchema: DescMessage): DiscoveryMessages {
  const chunk = memoiseByObject(({ type, name, version, bytes }: EncodedResource) =>
    encode(responseSchema, {
      resources: [create(resourceSchema, fields({ name, version, resource: anyOf(type, bytes) }))],
    }),
  );
  // Envoy, `DeltaSubscriptionState`: "unresolved aliases don't contain an actual resource".
  const missingChunk = (name: string): Uint8Array =>
    encode(responseSchema, { resources: [create(resourceSchema, fields({ name, aliases: [name] }))] });
  return {
    read: (bytes, singleType) => ofType(readDeltaRequest(bytes), singleType),
    write: ({ type, nonce, version, resources, removed, missing }) =>
      Buffer.concat([
        // `DeltaDiscoveryResponse`: system_version_info, type_url, nonce, removed_resources
        strings([[1, version], [4, type], [5, nonce], ...removed.map((name): [number, string] => [6, name])]),
        ...missing.map(missingChunk),
        ...resources.map(chunk),
      ]),
  };
}

function ofType({ node, request }: ReadRequest, singleType: string | undefined): ReadRequest {
  return { node, request: singleType === undefined ? request : { ...request, typeUrl: singleType } };
}

/** Fields of a message that are text, by number. Written for each response, and so without the descriptors. */
function strings(texts: readonly (readonly [number, string])[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [field, text] of texts) writer.tag(field, WireType.LengthDelimited).string(text);
  return writer.finish();
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
