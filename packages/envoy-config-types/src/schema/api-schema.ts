import type { FieldRules } from './field-rules.js';

/** Scalar kinds of proto3, and the two kinds that have a name of their own. */
export type ValueKind =
  | 'bool'
  | 'string'
  | 'bytes'
  | 'float'
  | 'double'
  | 'message'
  | 'enum'
  | 'int32'
  | 'sint32'
  | 'sfixed32'
  | 'uint32'
  | 'fixed32'
  | 'int64'
  | 'sint64'
  | 'sfixed64'
  | 'uint64'
  | 'fixed64';

/** One field of a message. */
export interface FieldSchema {
  /** Proto name, snake_case. */
  readonly name: string;
  readonly type: ValueKind;
  /** Full name of the message or enum; absent for scalars. */
  readonly of?: string;
  /** Absent for a single value. */
  readonly card?: 'repeated' | 'map';
  /** Kind of the map's keys. */
  readonly key?: ValueKind;
  /** Index into the message's oneofs. */
  readonly oneof?: number;
  /** True for proto3 `optional` scalars. */
  readonly optional?: boolean;
  readonly rules?: FieldRules;
  /** True when leaving the field out breaks its own rules. */
  readonly required?: boolean;
  readonly deprecated?: boolean;
  /** True when Envoy rejects the field unless a runtime flag allows it. */
  readonly disallowed?: boolean;
  /** Extension categories that a typed config here may come from. */
  readonly categories?: readonly string[];
}

/** A message type. */
export interface MessageSchema {
  readonly fields: readonly FieldSchema[];
  readonly oneofs?: readonly { readonly name: string; readonly required?: boolean }[];
  /** True when the API has the type but Envoy's binary does not, so that it cannot stand in an Any. */
  readonly unlinked?: boolean;
}

/** An enum type. */
export interface EnumSchema {
  readonly values: Readonly<Record<string, number>>;
  readonly deprecated?: readonly string[];
  readonly disallowed?: readonly string[];
}

/** Envoy's v3 API as `scripts/gen-schema.mjs` digests it from the descriptor set. */
export interface ApiSchema {
  readonly envoyVersion: string;
  /** By full proto name. */
  readonly messages: Readonly<Record<string, MessageSchema>>;
  /** By full proto name. */
  readonly enums: Readonly<Record<string, EnumSchema>>;
  /** Message types that each extension category takes, sorted. */
  readonly typesByCategory: Readonly<Record<string, readonly string[]>>;
  /** Categories whose list of types was proved complete against the Envoy binary. */
  readonly strictCategories: readonly string[];
}
