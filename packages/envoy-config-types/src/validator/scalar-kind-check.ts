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
  return only === undefined ? undefined : (value) => (value === only ? undefined : `must be ${String(only)}`);
}

function bytesRule(rules: FieldRules['bytes']): Rule<number> | undefined {
  if (rules === undefined) return undefined;
  const { min_len: min = 0, max_len: max = Infinity } = rules;
  return (length) => {
    if (length < min) return `must hold at least ${min} bytes`;
    return length > max ? `must hold at most ${max} bytes` : undefined;
  };
}

type Rules = FieldRules | undefined;

/** Envoy has no rules on the kinds that pass none here; known-rules.mjs would refuse one. */
const checks: Readonly<Record<Exclude<ValueKind, 'message' | 'enum'>, (rules: Rules) => Check>> = {
  bool: (rules) => scalarCheck(scalarReaders.bool, boolRule(rules?.bool)),
  string: (rules) => scalarCheck(scalarReaders.string, stringRules(rules?.string)),
  bytes: (rules) => scalarCheck(scalarReaders.bytes, bytesRule(rules?.bytes)),
  float: (rules) => scalarCheck(scalarReaders.float, numberRules(rules?.float)),
  double: (rules) => scalarCheck(scalarReaders.double, numberRules(rules?.double)),
  int32: (rules) => scalarCheck(scalarReaders.int32, numberRules(rules?.int32)),
  int64: (rules) => scalarCheck(scalarReaders.int64, numberRules(rules?.int64)),
  uint32: (rules) => scalarCheck(scalarReaders.uint32, numberRules(rules?.uint32)),
  uint64: (rules) => scalarCheck(scalarReaders.uint64, numberRules(rules?.uint64)),
  sint32: () => scalarCheck(scalarReaders.sint32, undefined),
  sint64: () => scalarCheck(scalarReaders.sint64, undefined),
  sfixed32: () => scalarCheck(scalarReaders.sfixed32, undefined),
  sfixed64: () => scalarCheck(scalarReaders.sfixed64, undefined),
  fixed32: () => scalarCheck(scalarReaders.fixed32, undefined),
  fixed64: () => scalarCheck(scalarReaders.fixed64, undefined),
};

/** Checks one value of a scalar kind against its form and its rules. */
export function scalarKindCheck(kind: Exclude<ValueKind, 'message' | 'enum'>, rules: FieldRules | undefined): Check {
  return checks[kind](rules);
}
