import type { ValueKind } from '../schema/api-schema.js';
import type { FieldRules } from '../schema/field-rules.js';
import { numberRules } from './number-rules.js';
import { scalarReaders } from './read-scalar.js';
import type { Rule } from './rule.js';
import { scalarCheck } from './scalar-check.js';
import { stringRules } from './string-rules.js';
import type { Check } from './walk.js';

function boolRule(rules: FieldRules['bool']): Rule<boolean> | undefined {
  const only = rules?.const;
  return only === undefined ? undefined : (value) => (value === only ? undefined : `must be ${only}`);
}

function bytesRule(rules: FieldRules['bytes']): Rule<number> | undefined {
  if (rules === undefined) return undefined;
  const { min_len: min = 0, max_len: max = Infinity } = rules;
  return (length) => {
    if (length < min) return `must hold at least ${min} bytes`;
    return length > max ? `must hold at most ${max} bytes` : undefined;
  };
}

/** Checks one value of a scalar kind against its form and its rules. */
export function scalarKindCheck(kind: Exclude<ValueKind, 'message' | 'enum'>, rules: FieldRules | undefined): Check {
  switch (kind) {
    case 'bool':
      return scalarCheck(scalarReaders.bool, boolRule(rules?.bool));
    case 'string':
      return scalarCheck(scalarReaders.string, stringRules(rules?.string));
    case 'bytes':
      return scalarCheck(scalarReaders.bytes, bytesRule(rules?.bytes));
    case 'float':
    case 'double':
      return scalarCheck(scalarReaders[kind], numberRules(rules?.[kind]));
    case 'int32':
    case 'uint32':
      return scalarCheck(scalarReaders[kind], numberRules(rules?.[kind]));
    case 'int64':
    case 'uint64':
      return scalarCheck(scalarReaders[kind], numberRules(rules?.[kind]));
    // Envoy has no rules on these kinds; known-rules.mjs would refuse one.
    case 'sint32':
    case 'sfixed32':
    case 'fixed32':
      return scalarCheck(scalarReaders[kind], undefined);
    case 'sint64':
    case 'sfixed64':
    case 'fixed64':
      return scalarCheck(scalarReaders[kind], undefined);
  }
}
