import type { EnumSchema } from '../schema/api-schema.js';
import type { EnumRules } from '../schema/field-rules.js';
import { describeValue } from './describe-value.js';
import { didYouMean } from './did-you-mean.js';
import { reportError, reportWarning, type Check } from './walk.js';

function ruleError(rules: EnumRules, number: number, defined: boolean): string | undefined {
  if (rules.defined_only === true && !defined) return `has no value ${number}`;
  const forbidden = rules.not_in?.includes(number) === true || rules.in?.includes(number) === false;
  return forbidden || (rules.const !== undefined && rules.const !== number) ? 'must not have this value' : undefined;
}

/** Checks an enum value, given by name (exact case) or number. Numbers without a name pass unless a rule says otherwise. */
export function enumCheck(schema: EnumSchema, rules: EnumRules | undefined): Check {
  const names = Object.keys(schema.values);
  const nameByNumber = new Map(names.map((name) => [schema.values[name], name]).reverse() as [number, string][]);
  return (value, walk) => {
    const number = typeof value === 'string' && Object.hasOwn(schema.values, value) ? schema.values[value] : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > 2 ** 31) {
      const suggestion = typeof value === 'string' ? didYouMean(value, names) : '';
      const listed = suggestion === '' && names.length <= 12 ? `: ${names.join(', ')}` : '';
      reportError(walk, `expects an enum name${listed}, got ${describeValue(value)}${suggestion}`);
      return;
    }
    const name = typeof value === 'string' ? value : nameByNumber.get(number);
    if (name !== undefined && schema.disallowed?.includes(name) === true) {
      reportError(walk, `${name} is rejected by Envoy by default`);
    } else if (name !== undefined && schema.deprecated?.includes(name) === true) {
      reportWarning(walk, `${name} is deprecated`);
    }
    const error = rules !== undefined && walk.rulesApply ? ruleError(rules, number, name !== undefined) : undefined;
    if (error !== undefined) reportError(walk, error);
  };
}
