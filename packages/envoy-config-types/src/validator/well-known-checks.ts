import type { DurationRules, FieldRules } from '../schema/field-rules.js';
import { describeValue } from './describe-value.js';
import { numberRules } from './number-rules.js';
import { rangeRule, type Bounds } from './range-rule.js';
import { scalarReaders } from './read-scalar.js';
import { scalarCheck } from './scalar-check.js';
import { stringRules } from './string-rules.js';
import { reportError, type Check } from './walk.js';

const DURATION = /^-?\d+(\.\d{1,9})?s$/;
const LONGEST_SECONDS = 315_576_000_000;
const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

const seconds = (text: string): number => Number(text.slice(0, -1));

function durationBounds(rules: DurationRules): Bounds {
  const bounds: Record<string, number> = {};
  for (const [name, text] of Object.entries(rules)) if (typeof text === 'string') bounds[name] = seconds(text);
  return bounds;
}

function durationCheck(rules: DurationRules | undefined): Check {
  const range = rules === undefined ? undefined : rangeRule(durationBounds(rules), 's');
  return (value, walk) => {
    if (typeof value !== 'string' || !DURATION.test(value)) {
      reportError(walk, `expects seconds with the unit, such as "1.5s", got ${describeValue(value)}`);
      return;
    }
    const length = seconds(value);
    if (Math.abs(length) > LONGEST_SECONDS) {
      reportError(walk, `must be at most ${LONGEST_SECONDS}s, got ${describeValue(value)}`);
      return;
    }
    const error = range !== undefined && walk.rulesApply ? range(length) : undefined;
    if (error !== undefined) reportError(walk, error);
  };
}

const timestampCheck: Check = (value, walk) => {
  if (typeof value === 'string' && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value))) return;
  reportError(walk, `expects a time such as "2026-01-31T12:00:00Z", got ${describeValue(value)}`);
};

const isObject = (value: unknown): boolean => value !== null && typeof value === 'object' && !Array.isArray(value);

const structCheck: Check = (value, walk) => {
  if (!isObject(value)) reportError(walk, `expects an object, got ${describeValue(value)}`);
};

const listCheck: Check = (value, walk) => {
  if (!Array.isArray(value)) reportError(walk, `expects a list, got ${describeValue(value)}`);
};

const emptyCheck: Check = (value, walk) => {
  if (!isObject(value)) reportError(walk, `expects {}, got ${describeValue(value)}`);
  else for (const key of Object.keys(value as object)) reportError(walk, 'is unknown: this message has no fields', key);
};

const anyJson: Check = () => {
  // google.protobuf.Value takes every JSON value.
};

/** Checks of the message types that have a ProtoJSON form of their own, by full name; `rules` are those of the field. */
export const wellKnownChecks: Readonly<Record<string, (rules: FieldRules | undefined) => Check>> = {
  'google.protobuf.Duration': (rules) => durationCheck(rules?.duration),
  'google.protobuf.Timestamp': () => timestampCheck,
  'google.protobuf.FieldMask': () => scalarCheck(scalarReaders.string, undefined),
  'google.protobuf.Struct': () => structCheck,
  'google.protobuf.ListValue': () => listCheck,
  'google.protobuf.Value': () => anyJson,
  'google.protobuf.Empty': () => emptyCheck,
  'google.protobuf.BoolValue': () => scalarCheck(scalarReaders.bool, undefined),
  'google.protobuf.StringValue': (rules) => scalarCheck(scalarReaders.string, stringRules(rules?.string)),
  'google.protobuf.BytesValue': () => scalarCheck(scalarReaders.bytes, undefined),
  'google.protobuf.Int32Value': (rules) => scalarCheck(scalarReaders.int32, numberRules(rules?.int32)),
  'google.protobuf.Int64Value': (rules) => scalarCheck(scalarReaders.int64, numberRules(rules?.int64)),
  'google.protobuf.UInt32Value': (rules) => scalarCheck(scalarReaders.uint32, numberRules(rules?.uint32)),
  'google.protobuf.UInt64Value': (rules) => scalarCheck(scalarReaders.uint64, numberRules(rules?.uint64)),
  'google.protobuf.FloatValue': (rules) => scalarCheck(scalarReaders.float, numberRules(rules?.float)),
  'google.protobuf.DoubleValue': (rules) => scalarCheck(scalarReaders.double, numberRules(rules?.double)),
};
