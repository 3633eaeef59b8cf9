import type { FieldSchema } from '../schema/api-schema.js';
import type { FieldRules } from '../schema/field-rules.js';
import { anyCheck } from './any-check.js';
import { repeatedCheck, mapCheck } from './collection-checks.js';
import { enumCheck } from './enum-check.js';
import type { PlanSource } from './plan-source.js';
import { scalarKindCheck } from './scalar-kind-check.js';
import { reportError, type Check } from './walk.js';
import { wellKnownChecks } from './well-known-checks.js';

const NULL_VALUE = 'google.protobuf.NullValue';

/** `message.skip` turns the rules off below the field; the JSON form is still checked. */
function withoutRules(check: Check): Check {
  return (value, walk) => {
    const before = walk.rulesApply;
    walk.rulesApply = false;
    check(value, walk);
    walk.rulesApply = before;
  };
}

/**
 * `any.required` on a message that is no Any (ExtensionConfigSource.config_source): PGV then checks presence only and
 * does not descend, and Envoy's generated validation does the same.
 */
function presenceOnly(field: FieldSchema, rules: FieldRules | undefined): boolean {
  return rules?.any !== undefined && field.of !== 'google.protobuf.Any';
}

function messageCheck(field: FieldSchema, rules: FieldRules | undefined, source: PlanSource): Check {
  const type = field.of ?? '';
  const plan = source.plan(type, field.categories);
  if (plan === undefined) throw new Error(`schema names the unknown message ${type}`);
  const off = rules?.message?.skip === true || presenceOnly(field, rules);
  return off ? withoutRules(plan.check) : plan.check;
}

/** Checks one value of the field: a list's item, a map's value, or the field itself. */
function singleCheck(field: FieldSchema, rules: FieldRules | undefined, source: PlanSource): Check {
  if (field.type === 'enum') {
    const schema = source.schema.enums[field.of ?? ''];
    if (schema === undefined) throw new Error(`schema names the unknown enum ${field.of}`);
    return enumCheck(schema, rules?.enum);
  }
  if (field.type !== 'message') return scalarKindCheck(field.type, rules);
  if (field.of === 'google.protobuf.Any') return anyCheck(field.categories, source);
  return wellKnownChecks[field.of ?? '']?.(rules) ?? messageCheck(field, rules, source);
}

/** Map keys come as text whatever their kind is. */
function keyCheck(field: FieldSchema, rules: FieldRules | undefined): Check {
  if (field.key === 'string') return scalarKindCheck('string', rules);
  if (field.key === 'bool') {
    return (value, walk) => {
      if (value !== 'true' && value !== 'false') reportError(walk, 'expects true or false as the key');
    };
  }
  const { key } = field;
  if (key === undefined || key === 'message' || key === 'enum') throw new Error(`${field.name} has no map key kind`);
  return scalarKindCheck(key, rules);
}

function mapFieldCheck(field: FieldSchema, source: PlanSource): Check {
  const rules = field.rules?.map;
  return mapCheck({ key: keyCheck(field, rules?.keys), item: singleCheck(field, rules?.values, source), rules });
}

/**
 * Compiles the check of a field.
 *
 * @param inherited - categories that the holder of this message prescribes for its typed config
 */
export function fieldCheck(field: FieldSchema, source: PlanSource, inherited: readonly string[] | undefined): Check {
  const takesInherited = field.of === 'google.protobuf.Any' && inherited !== undefined;
  const own = takesInherited ? { ...field, categories: inherited } : field;
  if (own.of === NULL_VALUE) return () => undefined;
  if (own.card === 'map') return mapFieldCheck(own, source);
  if (own.card === undefined) return singleCheck(own, own.rules, source);
  const rules = own.rules?.repeated;
  return repeatedCheck(singleCheck(own, rules?.items, source), rules);
}
