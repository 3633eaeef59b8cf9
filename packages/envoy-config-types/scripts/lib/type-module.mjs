/** Prints one generated module: the messages and enums of one proto package. */
import { GENERIC_MESSAGES, locate, relativeModule } from './type-names.mjs';

const SCALARS = {
  bool: 'boolean',
  string: 'string',
  bytes: 'string',
  int32: 'number',
  sint32: 'number',
  uint32: 'number',
  fixed32: 'number',
  sfixed32: 'number',
  int64: 'Int64',
  sint64: 'Int64',
  uint64: 'Int64',
  fixed64: 'Int64',
  sfixed64: 'Int64',
  float: 'Float',
  double: 'Float',
};

/** Well-known types have their own ProtoJSON form. */
export const WELL_KNOWN = {
  'google.protobuf.Duration': 'Duration',
  'google.protobuf.Timestamp': 'string',
  'google.protobuf.FieldMask': 'string',
  'google.protobuf.Struct': 'JsonObject',
  'google.protobuf.Value': 'JsonValue',
  'google.protobuf.ListValue': 'JsonValue[]',
  'google.protobuf.Empty': 'Empty',
  'google.protobuf.NullValue': 'null',
  'google.protobuf.BoolValue': 'boolean',
  'google.protobuf.StringValue': 'string',
  'google.protobuf.BytesValue': 'string',
  'google.protobuf.Int32Value': 'number',
  'google.protobuf.UInt32Value': 'number',
  'google.protobuf.Int64Value': 'Int64',
  'google.protobuf.UInt64Value': 'Int64',
  'google.protobuf.FloatValue': 'Float',
  'google.protobuf.DoubleValue': 'Float',
};
const PRIMITIVES = new Set(['Int64', 'Float', 'Duration', 'JsonObject', 'JsonValue', 'JsonValue[]', 'Empty']);

/** Rules as one doc line, `min_len: 1`; what the type itself says is left out. */
function ruleText(rules) {
  return Object.values(rules)
    .flatMap((body) => Object.entries(body))
    .filter(([rule]) => rule !== 'required' && rule !== 'defined_only')
    .map(([rule, value]) => `${rule}: ${JSON.stringify(value)}`)
    .join(', ')
    .replaceAll('*/', '*\\/');
}

export class TypeModule {
  #schema;
  #path;
  #imports = new Map();
  #anyTypes;

  /** `anyTypes`: full names of messages that may stand in an Any and so get an `X_Any` type. */
  constructor({ schema, path, anyTypes }) {
    this.#schema = schema;
    this.#path = path;
    this.#anyTypes = anyTypes;
  }

  #import(module, alias) {
    if (module === this.#path) return '';
    this.#imports.set(alias, module);
    return `${alias}.`;
  }

  #primitive(text) {
    return PRIMITIVES.has(text) ? `${this.#import('primitives', 'p')}${text}` : text;
  }

  /** Union for an Any field of the given categories; without categories every known type fits. */
  #anyUnion(categories) {
    const any = this.#import('any', 'anyTypes');
    const known = categories?.filter((category) => this.#schema.typesByCategory[category]) ?? [];
    if (known.length === 0) return `${any}AnyConfig`;
    return known.map((category) => `${any}AnyOf["${category}"]`).join(' | ');
  }

  #named(fullName) {
    const { module, alias, name } = locate(fullName);
    return `${this.#import(module, alias)}${name}`;
  }

  #valueType(field, anyArgument) {
    if (field.type === 'enum') return WELL_KNOWN[field.of] ?? this.#named(field.of);
    if (field.type !== 'message') return this.#primitive(SCALARS[field.type]);
    if (field.of === 'google.protobuf.Any') return anyArgument ?? this.#anyUnion(field.categories);
    const wellKnown = WELL_KNOWN[field.of];
    if (wellKnown !== undefined) return this.#primitive(wellKnown);
    const name = this.#named(field.of);
    return GENERIC_MESSAGES[field.of] && field.categories ? `${name}<${this.#anyUnion(field.categories)}>` : name;
  }

  #fieldType(field, anyArgument) {
    const value = this.#valueType(field, anyArgument);
    if (field.card === 'repeated') return /[|&]/.test(value) ? `(${value})[]` : `${value}[]`;
    if (field.card === 'map') return `{ [key: string]: ${value} }`;
    return value;
  }

  #fieldLine(field, anyArgument) {
    const doc = [
      field.rules ? ruleText(field.rules) : '',
      field.deprecated ? '@deprecated' : '',
      field.disallowed ? '@deprecated Envoy rejects it by default.' : '',
    ]
      .filter(Boolean)
      .join(' ');
    const comment = doc === '' ? '' : `  /** ${doc} */\n`;
    return `${comment}  ${field.name}${field.required ? '' : '?'}: ${this.#fieldType(field, anyArgument)};\n`;
  }

  /** `{a: A; b?: never} | {a?: never; b: B} | {a?: never; b?: never}`: at most one, and one if the oneof is required. */
  #oneofUnion(fields, required, anyOf) {
    const others = (chosen) =>
      fields
        .filter((field) => field !== chosen)
        .map((field) => ` ${field.name}?: never;`)
        .join('');
    const alternatives = fields.map((field) => {
      const deprecated = field.deprecated ? '/** @deprecated */ ' : '';
      return `  | { ${deprecated}${field.name}: ${this.#fieldType(field, anyOf(field))};${others(field)} }`;
    });
    if (!required) alternatives.push(`  | {${others()} }`);
    return `(\n${alternatives.join('\n')}\n)`;
  }

  message(fullName) {
    const { fields, oneofs = [] } = this.#schema.messages[fullName];
    const { name } = locate(fullName);
    const slot = GENERIC_MESSAGES[fullName];
    const anyOf = (field) => (field.name === slot ? 'A' : undefined);
    const own = fields.find((field) => field.name === slot);
    const parameters = slot === undefined ? '' : `<A = ${this.#anyUnion(own.categories)}>`;
    const members = oneofs.map((_oneof, index) => fields.filter((field) => field.oneof === index));
    // A oneof of one field excludes nothing: a plain field says the same and keeps the union smaller.
    const isPlain = (field) => field.oneof === undefined || members[field.oneof].length === 1;
    const asPlain = (field) =>
      field.oneof === undefined ? field : { ...field, required: oneofs[field.oneof].required };
    const plain = fields
      .filter(isPlain)
      .map((field) => this.#fieldLine(asPlain(field), anyOf(field)))
      .join('');
    const unions = oneofs
      .map((oneof, index) => ({ oneof, members: members[index] }))
      .filter((choice) => choice.members.length > 1)
      .map((choice) => this.#oneofUnion(choice.members, choice.oneof.required, anyOf));
    const url = `{ "@type": "type.googleapis.com/${fullName}" }`;
    const anyType = this.#anyTypes.has(fullName);
    if (unions.length === 0) {
      const tagged = anyType ? `export interface ${name}_Any extends ${name} ${url}\n` : '';
      return `export interface ${name}${parameters} {\n${plain}}\n${tagged}`;
    }
    const tagged = anyType ? `export type ${name}_Any = ${name} & ${url};\n` : '';
    return `export interface ${name}_Fields${parameters} {\n${plain}}\nexport type ${name}${parameters} = ${name}_Fields${slot ? '<A>' : ''} & ${unions.join(' & ')};\n${tagged}`;
  }

  enum(fullName) {
    const { values, disallowed = [] } = this.#schema.enums[fullName];
    const names = Object.keys(values).filter((value) => !disallowed.includes(value));
    return `export type ${locate(fullName).name} = ${names.map((value) => `"${value}"`).join(' | ')};\n`;
  }

  /** Import lines for what was printed so far, then the given text. */
  print(body) {
    const lines = [...this.#imports]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([alias, module]) => `import type * as ${alias} from "${relativeModule(this.#path, module)}";\n`);
    return `// Generated by scripts/gen-types.mjs; do not edit.\n${lines.join('')}\n${body}`;
  }
}
