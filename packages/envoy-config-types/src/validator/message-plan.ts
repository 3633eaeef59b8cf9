import type { JsonObject, JsonValue } from '../../types/primitives.js';
import { describeValue } from './describe-value.js';
import { didYouMean } from './did-you-mean.js';
import { fieldCheck } from './field-check.js';
import { messageShape, type FieldShape, type MessageShape } from './message-shape.js';
import type { PlanSource } from './plan-source.js';
import { reportError, reportWarning, type Check, type Walk } from './walk.js';

/** Compiled form of one message type. */
export interface MessagePlan {
  /** Checks the fields of `message`; with `in-any` its `@type` is no field. */
  checkFields(message: JsonObject, walk: Walk, place?: 'in-any'): void;
  /** Checks that the value is an object, then its fields. */
  readonly check: Check;
}

/** Which member of each oneof a message sets; absent until one is. */
type Chosen = (string | undefined)[] | undefined;

const isSet = (value: JsonValue | undefined): boolean => value !== undefined && value !== null;

const isOptionalExtension = (message: JsonObject): boolean =>
  message['is_optional'] === true || message['isOptional'] === true;

/** Notes that a message sets this member of a oneof, and reports a rival that it sets too. */
function chooseMember(
  field: FieldShape,
  key: string,
  context: { readonly chosen: Chosen; readonly walk: Walk },
): Chosen {
  const chosen = context.chosen ?? [];
  const other = chosen[field.oneof];
  if (other !== undefined && other !== field.name) reportError(context.walk, `cannot be combined with ${other}`, key);
  chosen[field.oneof] = field.name;
  return chosen;
}

/** Reports required fields and oneofs that are not set. */
function checkPresence(
  shape: MessageShape,
  message: JsonObject,
  context: { readonly chosen: Chosen; readonly walk: Walk },
): void {
  const { chosen, walk } = context;
  for (const field of shape.required) {
    if (!isSet(message[field.name]) && !isSet(message[field.jsonName])) reportError(walk, 'is required', field.name);
  }
  for (const { index, members } of shape.requiredOneofs) {
    if (chosen?.[index] === undefined) reportError(walk, `needs one of ${members.join(', ')}`);
  }
  if (shape.slot?.(message) === 'empty') reportError(walk, 'is required', 'typed_config');
}

/** Builds the plan of a message type; see `PlanSource.plan` for `categories`. */
export function messagePlan(type: string, source: PlanSource, categories: readonly string[] | undefined): MessagePlan {
  const shape = messageShape(type, source.schema);

  function checkValue(field: FieldShape, value: JsonValue, walk: Walk): void {
    if (field.status === 'disallowed') reportError(walk, 'is rejected by Envoy by default');
    else if (field.status === 'deprecated') reportWarning(walk, 'is deprecated');
    field.check ??= fieldCheck(field.schema, source, categories);
    field.check(value, walk);
  }

  function reportUnknown(key: string, walk: Walk, place: 'in-any' | undefined): void {
    if (key === '@type' && place === 'in-any') return;
    reportError(walk, `is unknown in ${type}${didYouMean(key, shape.fieldByName.keys())}`, key);
  }

  function checkFields(message: JsonObject, walk: Walk, place?: 'in-any'): void {
    let chosen: Chosen;
    const { extensionOptional } = walk;
    const optional = shape.canBeOptional && isOptionalExtension(message);
    for (const key in message) {
      const value = message[key];
      if (value === undefined) continue;
      const field = shape.fieldByName.get(key);
      if (field === undefined) {
        reportUnknown(key, walk, place);
        continue;
      }
      if (value === null && !field.takesNull) continue;
      if (key !== field.name && isSet(message[field.name])) {
        reportError(walk, 'is given twice (snake_case and camelCase)', key);
      }
      if (field.oneof >= 0) chosen = chooseMember(field, key, { chosen, walk });
      walk.path.push(key);
      walk.extensionOptional = optional;
      checkValue(field, value, walk);
      walk.path.pop();
    }
    walk.extensionOptional = extensionOptional;
    if (walk.rulesApply) checkPresence(shape, message, { chosen, walk });
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
