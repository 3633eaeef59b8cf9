import type { JsonValue } from '../../types/primitives.js';
import type { EnumSchema } from '../schema/api-schema.js';
import type { EnumRules } from '../schema/field-rules.js';
import { describeValue } from './describe-value.js';
import { didYouMean } from './did-you-mean.js';
import { reportError, reportWarning, type Check, type Walk } from './walk.js';

/** Longest list of names that a message repeats in full. */
const MOST_LISTED = 12;

const isInt32 = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;

function reportUnknown(value: JsonValue, names: readonly string[], walk: Walk): void {
  const suggestion = typeof value === 'string' ? didYouMean(value, names) : '';
  const listed = suggestion === '' && names.length <= MOST_LISTED ? `: ${names.join(', ')}` : '';
  reportError(walk, `expects an enum name${listed}, got ${describeValue(value)}${suggestion}`);
}

function reportStatus(schema: EnumSchema, name: string, walk: Walk): void {
  if (schema.disallowed?.includes(name) === true) reportError(walk, `${name} is rejected by Envoy by default`);
  else if (schema.deprecated?.includes(name) === true) reportWarning(walk, `${name} is deprecated`);
}

function ruleError(rules: EnumRules, number: number, name: string | undefined): string | undefined {
  if (rules.defined_only === true && name === undefined) return `has no value ${number}`;
  const forbidden = rules.not_in?.includes(number) === true || rules.in?.includes(number) === false;
  return forbidden || (rules.const !== undefined && rules.const !== number) ? 'must not have this value' : undefined;
}

/** Checks an enum value, given by name (exact case) or number. Numbers without a name pass unless a rule says otherwise. */
export function enumCheck(schema: EnumSchema, rules: EnumRules | undefined): Check {
  const entries = Object.entries(schema.values);
  const names = entries.map(([name]) => name);
  const numberByName = new Map<JsonValue, number>(entries);
  // Of aliases the first is the canonical one, so it is written last.
  const nameByNumber = new Map(entries.map(([name, number]) => [number, name] as const).reverse());
  return (value, walk) => {
    const number = numberByName.get(value) ?? value;
    if (!isInt32(number)) {
      reportUnknown(value, names, walk);
      return;
    }
    const name = typeof value === 'string' ? value : nameByNumber.get(number);
    if (name !== undefined) reportStatus(schema, name, walk);
    const error = rules !== undefined && walk.rulesApply ? ruleError(rules, number, name) : undefined;
    if (error !== undefined) reportError(walk, error);
  };
}
