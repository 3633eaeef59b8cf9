import type { NumberRules } from '../schema/field-rules.js';
import { rangeRule } from './range-rule.js';
import { allRules, type Rule } from './rule.js';

/** Compiles PGV's number rules to one function; undefined when there are none. */
export function numberRules(rules: NumberRules | undefined): Rule<number | bigint> | undefined {
  if (rules === undefined) return undefined;
  const { const: only, in: allowed, not_in: forbidden } = rules;
  const list: Rule<number | bigint>[] = [];
  const range = rangeRule(rules, '');
  if (range !== undefined) list.push(range);
  if (only !== undefined) list.push((value) => (Number(value) === only ? undefined : `must be ${only}, got ${value}`));
  if (allowed !== undefined)
    list.push((value) =>
      allowed.includes(Number(value)) ? undefined : `must be one of ${allowed.join(', ')}, got ${value}`,
    );
  if (forbidden !== undefined)
    list.push((value) => (forbidden.includes(Number(value)) ? `must not be ${value}` : undefined));
  const all = allRules(list);
  if (all === undefined || rules.ignore_empty !== true) return all;
  return (value) => (Number(value) === 0 ? undefined : all(value));
}
