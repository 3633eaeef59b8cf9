import type { JsonObject, JsonValue } from '../../types/primitives.js';
import type { FieldSchema } from '../schema/api-schema.js';
import { describeValue } from './describe-value.js';
import { didYouMean } from './did-you-mean.js';
import { fieldCheck } from './field-check.js';
import { extensionSlot } from './extension-slot.js';
import type { PlanSource } from './plan-source.js';
import { reportError, reportWarning, type Check, type Walk } from './walk.js';

/** Compiled form of one field. */
interface FieldPlan {
  readonly name: string;
  readonly jsonName: string;
  /** -1 outside any oneof. */
  readonly oneof: number;
  readonly deprecated: boolean;
  readonly disallowed: boolean;
  /** True where null is a value and not "unset". */
  readonly takesNull: boolean;
  /** Compiled on first use: most of the API's fields never occur in one configuration. */
  check: Check | undefined;
  readonly schema: FieldSchema;
}

/** Compiled form of one message type. */
export interface MessagePlan {
  /** Checks the fields of `message`; with `inAny` its `@type` is no field. */
  checkFields(message: JsonObject, walk: Walk, inAny?: 'in-any'): void;
  /** Checks that the value is an object, then its fields. */
  readonly check: Check;
}

const jsonNameOf = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

const isSet = (value: JsonValue | undefined): boolean => value !== undefined && value !== null;

/** Builds the plan of a message type; see `PlanSource.plan` for `categories`. */
export function messagePlan(type: string, source: PlanSource, categories: readonly string[] | undefined): MessagePlan {
  const { fields: schemas, oneofs = [] } = source.schema.messages[type] ?? { fields: [] };
  const fieldByName = new Map<string, FieldPlan>();
  const fields = schemas.map((schema): FieldPlan => {
    const plan: FieldPlan = {
      name: schema.name,
      jsonName: jsonNameOf(schema.name),
      oneof: schema.oneof ?? -1,
      deprecated: schema.deprecated === true,
      disallowed: schema.disallowed === true,
      takesNull: schema.of === 'google.protobuf.Value' && schema.card === undefined,
      check: undefined,
      schema,
    };
    fieldByName.set(plan.name, plan).set(plan.jsonName, plan);
    return plan;
  });
  const required = fields.filter((field) => field.schema.required === true);
  const slot = extensionSlot(type);
  const canBeOptional = fieldByName.has('is_optional');
  const memberNames = oneofs.map((_oneof, index) =>
    fields.filter((field) => field.oneof === index).map((field) => field.name),
  );
  const requiredOneofs = oneofs
    .map((oneof, index) => (oneof.required === true ? index : -1))
    .filter((index) => index >= 0);

  function reportUnknown(key: string, walk: Walk): void {
    reportError(walk, `is unknown in ${type}${didYouMean(key, fieldByName.keys())}`, key);
  }

  function checkField(field: FieldPlan, value: JsonValue, walk: Walk): void {
    if (field.disallowed) reportError(walk, 'is rejected by Envoy by default');
    else if (field.deprecated) reportWarning(walk, 'is deprecated');
    field.check ??= fieldCheck(field.schema, source, categories);
    field.check(value, walk);
  }

  function checkPresence(message: JsonObject, chosen: readonly (string | undefined)[] | undefined, walk: Walk): void {
    for (const field of required) {
      if (!isSet(message[field.name]) && !isSet(message[field.jsonName])) reportError(walk, 'is required', field.name);
    }
    for (const index of requiredOneofs) {
      if (chosen?.[index] === undefined) reportError(walk, `needs one of ${(memberNames[index] ?? []).join(', ')}`);
    }
    if (slot?.(message) === 'empty') reportError(walk, 'is required', 'typed_config');
  }

  function checkFields(message: JsonObject, walk: Walk, inAny?: 'in-any'): void {
    let chosen: (string | undefined)[] | undefined;
    const { extensionOptional } = walk;
    for (const key in message) {
      const value = message[key];
      if (value === undefined) continue;
      const field = fieldByName.get(key);
      if (field === undefined) {
        if (key !== '@type' || inAny === undefined) reportUnknown(key, walk);
        continue;
      }
      if (value === null && !field.takesNull) continue;
      if (key !== field.name && isSet(message[field.name])) {
        reportError(walk, 'is given twice (snake_case and camelCase)', key);
      }
      if (field.oneof >= 0) {
        chosen ??= [];
        const other = chosen[field.oneof];
        if (other !== undefined && other !== field.name) reportError(walk, `cannot be combined with ${other}`, key);
        chosen[field.oneof] = field.name;
      }
      walk.path.push(key);
      walk.extensionOptional = canBeOptional && (message['is_optional'] === true || message['isOptional'] === true);
      checkField(field, value, walk);
      walk.path.pop();
    }
    walk.extensionOptional = extensionOptional;
    if (walk.rulesApply) checkPresence(message, chosen, walk);
  }

  function check(value: JsonValue, walk: Walk): void {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      reportError(walk, `expects an object (${type}), got ${describeValue(value)}`);
      return;
    }
    checkFields(value, walk);
  }
  return { checkFields, check };
}
