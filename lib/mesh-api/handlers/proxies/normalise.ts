import type { Codec } from 'envoy-config-types/codec';
import { messageTypeOf } from './message-type-of.js';

/**
 * A resource in the one form that its content has: defaults left out, durations and numbers written in one way. So two are equal
 * if and only if Envoy means the same by them.
 *
 * @throws Error where it does not fit its type
 */
export function normalise(
  codec: Pick<Codec, 'toBinary' | 'fromBinary'>,
  typeUrl: string,
  resource: object,
): Readonly<Record<string, unknown>> {
  const type = messageTypeOf(typeUrl);
  return codec.fromBinary(type, codec.toBinary(type, resource));
}
