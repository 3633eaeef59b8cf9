/**
 * Compares the validator with Go's generated rules (ValidateAll) on random documents of every message type. Documents
 * are well-formed ProtoJSON biased to the edges of the rules; only the verdict is compared. Any fields are left out:
 * Go does not look into them.
 * Usage: node tools/fuzz.mjs GO-BINARY [SEED [DOCUMENTS]]   where GO-BINARY is tools/dump, built
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createValidator } from 'envoy-config-types/validator';

const [binary, seedText = '1', countText = '20000'] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(new URL('../generated/schema.json', import.meta.url), 'utf8'));

let state = Number(seedText) >>> 0;
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
}
const pick = (items) => items[random(items.length)];

const TEXTS = [
  '',
  'a',
  'ab',
  '/a',
  '/a/',
  '%x%',
  '%',
  'a b',
  'a\nb',
  'a\u00a0b',
  'a,b',
  ':path',
  'a\tb',
  '\u007f',
  'é',
  '😀',
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(1024),
  'é'.repeat(1024),
  'x'.repeat(1025),
  'x'.repeat(16384),
  'x'.repeat(16385),
  '/',
];
const RANGES = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 53 - 1), 2 ** 53 - 1],
  uint64: [0, 2 ** 53 - 1],
};
const rangeOf = (kind) => RANGES[kind.replace('sfixed', 'int').replace('fixed', 'uint').replace('sint', 'int')];

function text(rules = {}) {
  return pick([...TEXTS, ...(rules.in ?? []), ...(rules.in ?? []), `${rules.prefix ?? ''}b${rules.suffix ?? ''}`]);
}

function number(kind, rules = {}) {
  const bounds = [rules.gt, rules.gte, rules.lt, rules.lte].filter((bound) => bound !== undefined);
  const edges = bounds.flatMap((bound) => [bound - 1, bound, bound + 1]);
  const value = pick([0, 1, 2, 100, ...edges, ...edges]);
  if (kind === 'float' || kind === 'double') return pick([value, value + 0.5]);
  const [low, high] = rangeOf(kind);
  return Math.min(high, Math.max(low, value));
}

function duration(rules = {}) {
  const bounds = ['gt', 'gte', 'lt', 'lte']
    .filter((rule) => rules[rule] !== undefined)
    .map((rule) => Number(rules[rule].slice(0, -1)));
  const value = pick([0, 1, -1, ...bounds, ...bounds.flatMap((bound) => [bound - 0.0001, bound + 0.0001])]);
  return `${value.toFixed(9)}s`;
}

function enumValue(name) {
  const { values } = schema.enums[name];
  return random(6) === 0 ? pick([0, 1, 99, -1]) : pick(Object.keys(values));
}

const WRAPPERS = {
  BoolValue: 'bool',
  StringValue: 'string',
  BytesValue: 'bytes',
  Int32Value: 'int32',
  UInt32Value: 'uint32',
  Int64Value: 'int64',
  UInt64Value: 'uint64',
  FloatValue: 'float',
  DoubleValue: 'double',
};
const WELL_KNOWN = {
  Timestamp: () => '2026-01-01T00:00:00Z',
  FieldMask: () => 'a',
  Struct: () => ({ a: 1 }),
  Value: () => 'v',
  ListValue: () => [1],
  Empty: () => ({}),
};

const SINGLES = {
  enum: (field) => (field.of === 'google.protobuf.NullValue' ? undefined : enumValue(field.of)),
  string: (_field, rules) => text(rules?.string),
  bool: () => random(2) === 0,
  bytes: () => pick(['', 'aGk=', 'A'.repeat(21848)]),
  message: messageValue,
};

function messageValue(field, rules, depth) {
  if (field.of === 'google.protobuf.Duration') return duration(rules?.duration);
  const short = field.of.replace('google.protobuf.', '');
  if (WRAPPERS[short]) return single({ type: WRAPPERS[short] }, rules, depth);
  if (WELL_KNOWN[short]) return WELL_KNOWN[short]();
  return depth > 4 ? undefined : message(field.of, depth + 1);
}

function single(field, rules, depth) {
  return SINGLES[field.type] ? SINGLES[field.type](field, rules, depth) : number(field.type, rules?.[field.type]);
}

function list(field, depth) {
  const { min_items: min = 0, max_items: max = 3, items } = field.rules?.repeated ?? {};
  const length = pick([0, 1, 2, min, max < 40 ? max + 1 : 1]);
  return Array.from({ length }, () => single(field, items, depth)).filter((item) => item !== undefined);
}

function map(field, depth) {
  const { keys: keyRules, values } = field.rules?.map ?? {};
  const keys = { string: [text(keyRules?.string), 'k'], bool: ['true'] }[field.key] ?? ['1'];
  const entries = keys.slice(0, random(3)).map((key) => [key, single(field, values, depth)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function value(field, depth) {
  if (field.card === 'repeated') return list(field, depth);
  return field.card === 'map' ? map(field, depth) : single(field, field.rules, depth);
}

function message(name, depth = 0) {
  const json = {};
  const { fields, oneofs = [] } = schema.messages[name];
  const chosen = oneofs.map((oneof, index) =>
    (oneof.required && random(8) > 0) || random(3) === 0
      ? pick(fields.filter((field) => field.oneof === index))
      : undefined,
  );
  for (const field of fields) {
    if (field.of === 'google.protobuf.Any') continue;
    const wanted =
      field.oneof !== undefined
        ? chosen[field.oneof] === field
        : field.required
          ? random(12) > 0
          : random(depth + 3) === 0;
    const item = wanted ? value(field, depth) : undefined;
    if (item !== undefined) json[field.name] = item;
  }
  return json;
}

// Stricter on purpose than the rules: what Envoy refuses by default, and extension slots left empty.
const stricter = ({ path, message: text }) =>
  text.endsWith('by Envoy by default') || (text === 'is required' && path.endsWith('typed_config'));

const types = Object.keys(schema.messages).filter((name) => /^(envoy|xds|udpa)\./.test(name));
const documents = Array.from({ length: Number(countText) }, (_, index) => {
  const type = types[index % types.length];
  return { type, json: message(type) };
});
const { stdout, stderr } = spawnSync(binary, ['reference'], {
  input: documents.map((doc) => JSON.stringify(doc)).join('\n'),
  encoding: 'utf8',
  maxBuffer: 2 ** 30,
});
if (stdout === '') throw new Error(stderr);
const verdicts = stdout.trimEnd().split('\n');
const validator = createValidator();
const counts = { bothAccept: 0, bothReject: 0, stricterOnly: 0, differ: 0 };
documents.forEach(({ type, json }, index) => {
  const { errors } = validator.validate(type, json);
  const ours = errors.filter((error) => !stricter(error));
  const rejected = verdicts[index] !== 'ok';
  // A document that lacks a config only because the fuzzer makes none is no test of Go's any.required either.
  if (errors.length > ours.length) counts.stricterOnly++;
  else if (rejected && ours.length > 0) counts.bothReject++;
  else if (!rejected && ours.length === 0) counts.bothAccept++;
  else {
    counts.differ++;
    if (counts.differ <= 20)
      console.log(
        `${type}\n  ours: ${JSON.stringify(ours).slice(0, 300)}\n  Go: ${verdicts[index].slice(0, 300)}\n  ${JSON.stringify(json).slice(0, 300)}`,
      );
  }
});
console.log(JSON.stringify({ seed: Number(seedText), types: types.length, ...counts }));
process.exitCode = counts.differ === 0 ? 0 : 1;
