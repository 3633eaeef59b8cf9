import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { EncodedResource } from '../encode-resources.js';
import type { Response, Variant } from '../protocol/next-response.js';
import { encodeFields } from './encode-fields.js';
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

/** Creates the messages of `envoy.service.discovery.v3` for one variant. */
export function createDiscoveryMessages(variant: Variant): DiscoveryMessages {
  return variant === 'sotw' ? sotwMessages() : deltaMessages();
}

// Numbers of fields are those of `discovery.proto` and `any.proto`.

function sotwMessages(): DiscoveryMessages {
  const resourcePart = memoiseByObject((resource: EncodedResource) => encodeFields([[2, anyOf(resource)]]));
  return {
    read: (bytes, singleType) => ofType(readSotwRequest(bytes), singleType),
    write: ({ type, nonce, version, resources }) => {
      const head = [
        [1, version],
        [4, type],
        [5, nonce],
      ] as const;
      return encodeFields(head, resources.map(resourcePart));
    },
  };
}

function deltaMessages(): DiscoveryMessages {
  const resourcePart = memoiseByObject((resource: EncodedResource) => {
    const { name, version } = resource;
    return encodeFields([
      [
        2,
        encodeFields([
          [3, name],
          [1, version],
          [2, anyOf(resource)],
        ]),
      ],
    ]);
  });
  // Envoy, `DeltaSubscriptionState`: "unresolved aliases don't contain an actual resource".
  const missingPart = (name: string): Uint8Array =>
    encodeFields([
      [
        2,
        encodeFields([
          [3, name],
          [4, name],
        ]),
      ],
    ]);
  return {
    read: (bytes, singleType) => ofType(readDeltaRequest(bytes), singleType),
    write: ({ type, nonce, version, resources, removed, missing }) => {
      const gone = removed.map((name) => [6, name] as const);
      const head = [[1, version], [4, type], [5, nonce], ...gone] as const;
      return encodeFields(head, [...missing.map(missingPart), ...resources.map(resourcePart)]);
    },
  };
}

function ofType({ node, request }: ReadRequest, singleType: string | undefined): ReadRequest {
  return { node, request: singleType === undefined ? request : { ...request, typeUrl: singleType } };
}

/** `google.protobuf.Any` */
function anyOf({ type, bytes }: EncodedResource): Uint8Array {
  return encodeFields([
    [1, type],
    [2, bytes],
  ]);
}
