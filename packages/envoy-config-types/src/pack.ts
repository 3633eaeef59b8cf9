import type { Messages } from '../types/any.js';
import { typeUrl } from './type-url.js';

/** Names of messages whose fields stand beside `@type` in an Any; the well-known types stand under `value` instead. */
export type PackableType = Exclude<keyof Messages, `google.protobuf.${string}`>;

/** A message of type `T` as it stands in an Any: its own fields beside `@type`. */
export type Packed<T extends PackableType> = Messages[T] & { '@type': `type.googleapis.com/${T}` };

/**
 * Puts a typed configuration into an Any, so that the editor completes the fields of exactly this type.
 * The result is a shallow copy; `config` is not changed.
 *
 * @example pack("envoy.extensions.filters.http.router.v3.Router", { suppress_envoy_headers: true })
 */
export function pack<T extends PackableType>(type: T, config: Messages[T]): Packed<T> {
  // Held as `object` and `unknown`, because a spread of the generic type makes the compiler expand the union of all
  // 1,500 messages (TS2590). Every packable message is an object, and the result is that object with its URL.
  const fields: object = config;
  const packed: unknown = { '@type': typeUrl(type), ...fields };
  return packed as Packed<T>;
}
