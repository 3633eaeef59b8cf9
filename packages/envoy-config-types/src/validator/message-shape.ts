import type { JsonObject } from '../../types/primitives.js';
import type { ApiSchema, FieldSchema } from '../schema/api-schema.js';
import { extensionSlot } from './extension-slot.js';
import type { Check } from './walk.js';

/** One field, ready to be looked up and checked. */
export interface FieldShape {
  readonly name: string;
  readonly jsonName: string;
  /** Index of its oneof; -1 outside any. */
  readonly oneof: number;
  readonly status: 'current' | 'deprecated' | 'disallowed';
  /** True where null is a value and not "unset". */
  readonly takesNull: boolean;
  readonly schema: FieldSchema;
  /** Compiled on first use: most of the API's fields never occur in one configuration. */
  check: Check | undefined;
}

/** What the walk through one message type looks up. */
export interface MessageShape {
  /** By either spelling. */
  readonly fieldByName: ReadonlyMap<string, FieldShape>;
  readonly required: readonly FieldShape[];
  readonly requiredOneofs: readonly { readonly index: number; readonly members: readonly string[] }[];
  /** Says whether the extension that the message names has a config; undefined for messages that name none. */
  readonly slot: ((message: JsonObject) => 'filled' | 'empty') | undefined;
  /** True when the message may mark its extension `is_optional`. */
  readonly canBeOptional: boolean;
}

const jsonNameOf = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

function fieldShape(schema: FieldSchema): FieldShape {
  return {
    name: schema.name,
    jsonName: jsonNameOf(schema.name),
    oneof: schema.oneof ?? -1,
    status: schema.disallowed === true ? 'disallowed' : schema.deprecated === true ? 'deprecated' : 'current',
    takesNull: schema.of === 'google.protobuf.Value' && schema.card === undefined,
    schema,
    check: undefined,
  };
}

/** Prepares a message type for checking; a type that the schema lacks has no fields. */
export function messageShape(type: string, schema: ApiSchema): MessageShape {
  const { fields: schemas, oneofs = [] } = schema.messages[type] ?? { fields: [] };
  const fields = schemas.map(fieldShape);
  const fieldByName = new Map(
    fields.flatMap((field) => [[field.name, field] as const, [field.jsonName, field] as const]),
  );
  const members = (index: number): string[] => fields.filter((field) => field.oneof === index).map(({ name }) => name);
  return {
    fieldByName,
    required: fields.filter((field) => field.schema.required === true),
    requiredOneofs: oneofs.flatMap((oneof, index) =>
      oneof.required === true ? [{ index, members: members(index) }] : [],
    ),
    slot: extensionSlot(type),
    canBeOptional: fieldByName.has('is_optional'),
  };
}
