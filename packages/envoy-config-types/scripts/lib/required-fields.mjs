/**
 * Says which fields a user must set: those whose proto3 default breaks their own PGV rule. Envoy has no notion
 * of a required scalar, but `min_len: 1` on a string means exactly that.
 */

/** Whether `value` is outside the range of PGV's gt/gte/lt/lte; `lt <= gt` means "outside the interval". */
function outsideRange(value, { gt, gte, lt, lte }) {
  const low = gt ?? gte ?? -Infinity;
  const high = lt ?? lte ?? Infinity;
  const aboveLow = gt === undefined ? value >= low : value > low;
  const belowHigh = lt === undefined ? value <= high : value < high;
  return high < low ? !(aboveLow || belowHigh) : !(aboveLow && belowHigh);
}

const listRejects = (value, rules) =>
  (rules.const !== undefined && rules.const !== value) ||
  (rules.in !== undefined && !rules.in.includes(value)) ||
  (rules.not_in?.includes(value) ?? false);

function emptyStringRejected(rules) {
  const sizes = [rules.min_len, rules.min_bytes, rules.len, rules.len_bytes];
  return (
    sizes.some((size) => size >= 1) ||
    [rules.prefix, rules.suffix, rules.contains].some(Boolean) ||
    (rules.pattern !== undefined && !new RegExp(rules.pattern, 'u').test('')) ||
    (rules.well_known_regex === 'HTTP_HEADER_NAME' && rules.strict !== false) ||
    listRejects('', rules)
  );
}

const numberRejected = (rules) => outsideRange(0, rules) || listRejects(0, rules);

/** Whether a kind's rules reject its default. Kinds that are not here have defaults that no rule of theirs rejects. */
const DEFAULT_REJECTED = {
  string: emptyStringRejected,
  bytes: emptyStringRejected,
  bool: (rules) => rules.const === true,
  enum: numberRejected,
  int32: numberRejected,
  int64: numberRejected,
  uint32: numberRejected,
  uint64: numberRejected,
  float: numberRejected,
  double: numberRejected,
  repeated: (rules) => rules.min_items >= 1,
  map: (rules) => rules.min_pairs >= 1,
};

/** Whether leaving the field out breaks `rules` (a `validate.FieldRules` as JSON). `field` is a schema field. */
export function isRequired(field, rules) {
  if (rules === undefined || field.oneof !== undefined || field.optional) return false;
  if (['message', 'any', 'duration', 'timestamp'].some((kind) => rules[kind]?.required)) return true;
  // An absent message, a wrapper for example, has no value for the other rules to judge.
  if (field.type === 'message' && field.card === undefined) return false;
  return Object.entries(rules).some(([kind, body]) => !body.ignore_empty && (DEFAULT_REJECTED[kind]?.(body) ?? false));
}
