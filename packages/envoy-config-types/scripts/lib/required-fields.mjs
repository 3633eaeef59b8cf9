/**
 * Says which fields a user must set: those whose proto3 default breaks their own PGV rule. Envoy has no notion
 * of a required scalar, but `min_len: 1` on a string means exactly that.
 */

/** Whether `value` is outside the range of PGV's gt/gte/lt/lte; `lt <= gt` means "outside the interval". */
function outsideRange(value, { gt, gte, lt, lte }) {
  const aboveLow = gt !== undefined ? value > gt : gte !== undefined ? value >= gte : undefined;
  const belowHigh = lt !== undefined ? value < lt : lte !== undefined ? value <= lte : undefined;
  if (aboveLow === undefined || belowHigh === undefined) return aboveLow === false || belowHigh === false;
  const exclusive = (lt ?? lte) < (gt ?? gte);
  return exclusive ? !(aboveLow || belowHigh) : !(aboveLow && belowHigh);
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

const NUMERIC = [
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'float',
  'double',
];

/** Whether leaving the field out breaks `rules` (a `validate.FieldRules` as JSON). `field` is a schema field. */
export function isRequired(field, rules) {
  if (rules === undefined || field.oneof !== undefined || field.optional) return false;
  if (rules.message?.required || rules.any?.required || rules.duration?.required || rules.timestamp?.required)
    return true;
  const kind = Object.keys(rules).find((key) => key !== 'message');
  const body = rules[kind];
  if (body === undefined || body.ignore_empty) return false;
  if (field.card === 'repeated') return body.min_items >= 1;
  if (field.card === 'map') return body.min_pairs >= 1;
  if (field.type === 'message') return false;
  if (kind === 'string' || kind === 'bytes') return emptyStringRejected(body);
  if (kind === 'bool') return body.const === true;
  if (kind === 'enum' || NUMERIC.includes(kind)) return outsideRange(0, body) || listRejects(0, body);
  return false;
}
