/**
 * The PGV rules that the validator understands. An Envoy upgrade that brings another one must fail here,
 * at generation, and not pass unchecked.
 */
const RANGE = ['gt', 'gte', 'lt', 'lte'];
const NUMBER = [...RANGE, 'in', 'not_in', 'const', 'ignore_empty'];
const RULES = {
  string: [
    'const',
    'min_len',
    'max_len',
    'min_bytes',
    'max_bytes',
    'pattern',
    'prefix',
    'suffix',
    'contains',
    'in',
    'not_in',
    'well_known_regex',
    'strict',
    'ignore_empty',
  ],
  bytes: ['min_len', 'max_len'],
  bool: ['const'],
  enum: ['defined_only', 'in', 'not_in', 'const'],
  repeated: ['min_items', 'max_items', 'unique', 'items', 'ignore_empty'],
  map: ['min_pairs', 'max_pairs', 'keys', 'values', 'ignore_empty'],
  message: ['required', 'skip'],
  any: ['required'],
  duration: ['required', ...RANGE],
  ...Object.fromEntries(['int32', 'int64', 'uint32', 'uint64', 'float', 'double'].map((kind) => [kind, NUMBER])),
};

/** Throws when `rules` (a `validate.FieldRules` as JSON) holds a kind or rule which the validator does not know. */
export function assertKnownRules(rules, where) {
  for (const [kind, body] of Object.entries(rules)) {
    if (RULES[kind] === undefined) throw new Error(`${where}: unknown PGV rule kind ${kind}`);
    for (const rule of Object.keys(body)) {
      if (!RULES[kind].includes(rule)) throw new Error(`${where}: unknown PGV rule ${kind}.${rule}`);
    }
    for (const nested of [body.items, body.keys, body.values])
      if (nested !== undefined) assertKnownRules(nested, where);
  }
}

/** 64-bit rule values come as strings in ProtoJSON; hold them as numbers so that checks compare without parsing. */
export function numbersFromStrings(rules) {
  const convert = (key, value) => {
    if (Array.isArray(value)) return value.map((item) => convert(key, item));
    if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, convert(k, v)]));
    if (typeof value !== 'string' || !/^(gt|gte|lt|lte|(min|max)_\w+|len|len_bytes)$/.test(key)) return value;
    if (/s$/.test(value)) return value; // a duration bound
    // The one bound beyond 2^53; the range of int64 itself already enforces it, so rounding loses nothing.
    const isInt64Max = value === '9223372036854775807';
    if (!isInt64Max && !Number.isSafeInteger(Number(value)))
      throw new Error(`rule value ${value} is not a safe integer`);
    return Number(value);
  };
  return convert('', rules);
}
