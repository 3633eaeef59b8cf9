/**
 * Digests the descriptor set into what the validator, the type generator and the codec need at once:
 *   generated/schema.json            messages, enums, rules, categories (the validator never loads protobuf)
 *   generated/descriptor-index.json  where each file and type lies in data/envoy-v3.binpb
 * Runs in `prepare`; needs Node and @bufbuild/protobuf, no network.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createFileRegistry, fromBinary, getOption, ScalarType, toJson } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptorFiles } from './lib/descriptor-files.mjs';
import { assertKnownRules, numbersFromStrings } from './lib/known-rules.mjs';
import { isRequired } from './lib/required-fields.mjs';

const root = new URL('..', import.meta.url);
const readJson = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const set = readFileSync(new URL('data/envoy-v3.binpb', root));
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, set));
const { extensions, envoyVersion } = readJson('data/extensions.json');
const fieldCategories = readJson('data/field-categories.json');
const overrides = readJson('data/extension-overrides.json');
const unlinkedFiles = new Set(readJson('data/unlinked-files.json'));

const extension = (name) => {
  const found = registry.getExtension(name);
  if (found === undefined) throw new Error(`extension ${name} is not in the set`);
  return found;
};
const RULES = extension('validate.rules');
const ONEOF_REQUIRED = extension('validate.required');
const FIELD_DISALLOWED = extension('envoy.annotations.disallowed_by_default');
const VALUE_DISALLOWED = extension('envoy.annotations.disallowed_by_default_enum');
const writeOptions = { useProtoFieldName: true, registry };

function rulesOf(field) {
  const rules = numbersFromStrings(toJson(RULES.message, getOption(field, RULES), writeOptions));
  assertKnownRules(rules, `${field.parent.typeName}.${field.name}`);
  // Enum rules name numbers; everything else stays as PGV writes it.
  return Object.keys(rules).length === 0 ? undefined : rules;
}

/** Type of a value: `{type, of}` with `of` = full name of a message or enum. */
function valueType(desc) {
  if (desc.message) return { type: 'message', of: desc.message.typeName };
  if (desc.enum) return { type: 'enum', of: desc.enum.typeName };
  return { type: ScalarType[desc.scalar].toLowerCase() };
}

function fieldSchema(field) {
  const schema = { name: field.name };
  if (field.fieldKind === 'map') {
    Object.assign(schema, { card: 'map', key: ScalarType[field.mapKey].toLowerCase() });
  } else if (field.fieldKind === 'list') {
    schema.card = 'repeated';
  }
  Object.assign(schema, valueType(field));
  if (field.oneof) schema.oneof = field.parent.oneofs.indexOf(field.oneof);
  // proto3 `optional` scalars: absent is a value of its own, so no rule runs on it.
  if (field.proto.proto3Optional) schema.optional = true;
  const rules = rulesOf(field);
  if (rules) schema.rules = rules;
  if (isRequired(schema, rules)) schema.required = true;
  if (field.deprecated) schema.deprecated = true;
  if (getOption(field, FIELD_DISALLOWED)) schema.disallowed = true;
  const categories = fieldCategories[`${field.parent.typeName}.${field.name}`];
  if (categories) schema.categories = categories;
  return schema;
}

function messageSchema(message) {
  const fields = message.fields.filter((field) => !field.name.startsWith('hidden_envoy_deprecated_')).map(fieldSchema);
  const oneofs = message.oneofs.map((oneof) => ({
    name: oneof.name,
    ...(getOption(oneof, ONEOF_REQUIRED) ? { required: true } : {}),
  }));
  const unlinked = unlinkedFiles.has(message.file.proto.name);
  return { fields, ...(oneofs.length > 0 ? { oneofs } : {}), ...(unlinked ? { unlinked } : {}) };
}

function enumSchema(desc) {
  const named = (test) => desc.values.filter(test).map((value) => value.name);
  const deprecated = named((value) => value.deprecated);
  const disallowed = named((value) => getOption(value, VALUE_DISALLOWED));
  return {
    values: Object.fromEntries(desc.values.map((value) => [value.name, value.number])),
    ...(deprecated.length > 0 ? { deprecated } : {}),
    ...(disallowed.length > 0 ? { disallowed } : {}),
  };
}

/** Category -> sorted full names of the message types it takes. */
function typesByCategory() {
  const types = {};
  const add = (category, names) =>
    (types[category] ??= new Set()) &&
    names.filter((name) => registry.getMessage(name)).forEach((name) => types[category].add(name));
  for (const { category, type_urls = [] } of extensions) add(category, type_urls);
  for (const [category, names] of Object.entries(overrides.addedTypes)) {
    for (const name of names)
      if (messages[name] === undefined || messages[name].unlinked)
        throw new Error(`extension-overrides.json: Envoy has no type ${name}`);
    add(category, names);
  }
  return Object.fromEntries(
    Object.entries(types)
      .filter(([, names]) => names.size > 0)
      .sort()
      .map(([category, names]) => [category, [...names].sort()]),
  );
}

const inDescriptorsOnly =
  /^(google\.protobuf\.\w*Descriptor|google\.protobuf\.\w*Options|google\.protobuf\.(Feature|Source|Generated|Uninterpreted))|^validate\./;
const messages = {};
const enums = {};
const fileByType = {};
for (const desc of registry) {
  fileByType[desc.typeName] = desc.file.proto.name;
  if (inDescriptorsOnly.test(desc.typeName)) continue;
  if (desc.kind === 'message' && !desc.proto.options?.mapEntry) messages[desc.typeName] = messageSchema(desc);
  if (desc.kind === 'enum') enums[desc.typeName] = enumSchema(desc);
}
for (const path of Object.keys(fieldCategories)) {
  const at = path.lastIndexOf('.');
  const field = messages[path.slice(0, at)]?.fields.find(({ name }) => name === path.slice(at + 1));
  if (field === undefined) throw new Error(`field-categories.json: no field ${path}`);
}

const files = Object.fromEntries(
  descriptorFiles(set).map((file) => [file.name, { offset: file.offset, length: file.length, imports: file.imports }]),
);
mkdirSync(new URL('generated/', root), { recursive: true });
const write = (name, value) => writeFileSync(new URL(`generated/${name}`, root), JSON.stringify(value));
write('schema.json', {
  envoyVersion,
  messages,
  enums,
  typesByCategory: typesByCategory(),
  strictCategories: overrides.strictCategories,
});
write('descriptor-index.json', { files, fileByType });
