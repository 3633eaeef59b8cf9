import type { JsonObject, JsonValue } from '../../types/primitives.js';
import type { MapRules, RepeatedRules } from '../schema/field-rules.js';
import { describeValue } from './describe-value.js';
import { reportError, type Check, type Walk } from './walk.js';

const items = (count: number): string => `${count} item${count === 1 ? '' : 's'}`;

function checkItemCount(values: readonly JsonValue[], rules: RepeatedRules, walk: Walk): void {
  const { min_items: min = 0, max_items: max = Infinity } = rules;
  if (values.length < min) reportError(walk, `must have at least ${items(min)}`);
  if (values.length > max) reportError(walk, `must have at most ${items(max)}`);
  if (rules.unique !== true) return;
  const seen = new Map<string, number>();
  for (const [index, value] of values.entries()) {
    const first = seen.get(JSON.stringify(value));
    if (first !== undefined) reportError(walk, `must be unique, but items ${first} and ${index} are equal`);
    else seen.set(JSON.stringify(value), index);
  }
}

/** Checks a list: its size, and each item by `item`. */
export function repeatedCheck(item: Check, rules: RepeatedRules | undefined): Check {
  return (value, walk) => {
    if (!Array.isArray(value)) {
      reportError(walk, `expects a list, got ${describeValue(value)}`);
      return;
    }
    const ruled = rules !== undefined && walk.rulesApply && !(rules.ignore_empty === true && value.length === 0);
    if (ruled) checkItemCount(value, rules, walk);
    for (const [index, element] of value.entries()) {
      walk.path.push(index);
      // ProtoJSON reads null as "unset", and an item of a list cannot be unset. ListValue and Value items may be null.
      item(element, walk);
      walk.path.pop();
    }
  };
}

/** Checks a map: its size, each key by `key` (given as the key's JSON value) and each value by `item`. */
export function mapCheck(options: {
  readonly key: Check;
  readonly item: Check;
  readonly rules: MapRules | undefined;
}): Check {
  const { key: checkKey, item, rules } = options;
  const { min_pairs: min = 0, max_pairs: max = Infinity } = rules ?? {};
  return (value, walk) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      reportError(walk, `expects an object, got ${describeValue(value)}`);
      return;
    }
    const map: JsonObject = value;
    const keys = Object.keys(map).filter((key) => map[key] !== undefined);
    if (walk.rulesApply && keys.length < min) reportError(walk, `must have at least ${items(min)}`);
    if (walk.rulesApply && keys.length > max) reportError(walk, `must have at most ${items(max)}`);
    for (const key of keys) {
      walk.path.push(key);
      checkKey(key, walk);
      item(map[key] as JsonValue, walk);
      walk.path.pop();
    }
  };
}
