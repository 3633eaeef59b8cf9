// Writes the JSON Schemas that are published, or that a reader of ours goes by, from their types: `lib/ir/mesh-ir.schema.json` of
// `ir.json`, and those of what a rollout remembers and of what its controller keeps beside that.
// `--check` writes nothing and fails when a committed file is not what the types say.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = [
  {
    source: 'lib/ir/mesh-ir',
    type: 'MeshIr',
    $id: 'https://meshwright.dev/schemas/mesh-ir-1.json',
    title: 'Meshwright mesh, version 1',
  },
  {
    source: 'lib/rollout/decide/rollout-state',
    type: 'RolloutState',
    $id: 'https://meshwright.dev/schemas/rollout-state-1.json',
    title: 'What a rollout of Meshwright remembers, version 1',
  },
  {
    source: 'lib/controller/record/rollout-record',
    type: 'RecordSurroundings',
    $id: 'https://meshwright.dev/schemas/rollout-record-1.json',
    title: "What Meshwright's controller keeps of a rollout beside its state, version 1",
  },
];

for (const { source, type, $id, title } of documents) {
  const generated = createGenerator({
    path: `${root}${source}.ts`,
    type,
    // The type check is the build's business, and this generator brings a TypeScript of its own.
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema(type);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...{ $id, title },
    ...tidy(generated, generated.definitions),
  };
  writeOrCheck(`${source}.schema.json`, `${JSON.stringify(sortKeys(schema), undefined, 2)}\n`);
}

function writeOrCheck(path, text) {
  if (!process.argv.includes('--check')) {
    writeFileSync(root + path, text);
  } else if (readFileSync(root + path, 'utf8') !== text) {
    console.error(`${path} is not what its types say; run: node scripts/ir-schema.mjs`);
    process.exitCode = 1;
  }
}

/**
 * Says of each union of objects which property tells its members apart, so that a reader can name the one wrong field
 * and not every way in which the value is not each member.
 */
function tidy(value, definitions) {
  if (Array.isArray(value)) return value.map((item) => tidy(item, definitions));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, tidy(child, definitions)]));
  // `Match` has a property of this name.
  if (!Array.isArray(copy.anyOf)) return copy;
  const areTagged = copy.anyOf.every((member) => resolve(member, definitions).properties?.kind !== undefined);
  if (!areTagged) return copy;
  const { anyOf, ...rest } = copy;
  return { ...rest, type: 'object', discriminator: { propertyName: 'kind' }, required: ['kind'], oneOf: anyOf };
}

function resolve(member, definitions) {
  if (member.$ref === undefined) return member;
  return definitions[decodeURIComponent(member.$ref.replace('#/definitions/', ''))];
}

function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}
