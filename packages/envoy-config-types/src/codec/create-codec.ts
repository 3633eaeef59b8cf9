import { fromBinary, fromJson, toBinary, toJson, type DescMessage, type Registry } from '@bufbuild/protobuf';
import type { JsonObject, JsonValue } from '../../types/primitives.js';
import { createDescriptorRegistry } from './create-descriptor-registry.js';

/** Takes configurations between ProtoJSON and protobuf's binary form. */
export interface Codec {
  /**
   * Encodes a message. Validate first: the codec stops at the first mistake and does not say where it is.
   *
   * @param typeName - full name, such as `envoy.config.listener.v3.Listener`
   * @throws Error when the type is unknown or the JSON does not fit it
   */
  toBinary(typeName: string, json: unknown): Uint8Array;
  /**
   * Decodes a message to ProtoJSON with proto (snake_case) names. The result is normalised: defaults are left out,
   * durations have three, six or nine decimals, 64-bit integers are strings.
   *
   * @throws Error when the type is unknown, here or inside an Any, or the bytes are malformed
   */
  fromBinary(typeName: string, bytes: Uint8Array): JsonObject;
  /** Descriptors of the same API, for callers that build messages with protobuf-es themselves or need gRPC services. */
  readonly registry: Registry;
}

/**
 * Creates a codec for Envoy's v3 API. Descriptors load on first use of each type; keep the result and use it for
 * everything. Field order and map order follow the JSON, so hash sorted JSON rather than the bytes.
 */
export function createCodec(): Codec {
  let lazyRegistry: Registry | undefined;
  const open = (): Registry => (lazyRegistry ??= createDescriptorRegistry());
  const message = (typeName: string): DescMessage => {
    const found = open().getMessage(typeName);
    if (found === undefined) throw new Error(`unknown message type ${typeName}`);
    return found;
  };
  return {
    get registry() {
      return open();
    },
    toBinary(typeName, json) {
      const schema = message(typeName);
      // fromJson tests the form of everything it reads.
      return toBinary(schema, fromJson(schema, json as JsonValue, { registry: open() }));
    },
    fromBinary(typeName, bytes) {
      const schema = message(typeName);
      const json = toJson(schema, fromBinary(schema, bytes), { registry: open(), useProtoFieldName: true });
      // Every message but the well-known wrappers, which no caller decodes on its own, is a JSON object.
      return json as JsonObject;
    },
  };
}
