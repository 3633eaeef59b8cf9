// Writes lib/ir/mesh-ir.schema.json, the published JSON Schema of `ir.json`, from the types in lib/ir.
// `--check` writes nothing and fails when the committed file is not what the types say.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}lib/ir/mesh-ir.schema.json`;

const generator = createGenerator({
  path: `${root}lib/ir/mesh-ir.ts`,
  type: 'MeshIr',
  // The type check is the build's business, and this generator brings a TypeScript of its own.
  skipTypeCheck: true,
  additionalProperties: false,
});

const generated = generator.createSchema('MeshIr');
const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://meshwright.dev/schemas/mesh-ir-1.json',
  title: 'Meshwright mesh, version 1',
  ...tidy(generated),
};
const text = `${JSON.stringify(sortKeys(schema), undefined, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('lib/ir/mesh-ir.schema.json is not what the types in lib/ir say; run: node scripts/ir-schema.mjs');
  process.exitCode = 1;
}

/**
 * Says of each union of objects which property tells its members apart, so that a reader can name the one wrong field
 * and not every way in which the value is not each member.
 */
function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, tidy(child)]));
  // `Match` has a property of this name.
  if (!Array.isArray(copy.anyOf)) return copy;
  const areTagged = copy.anyOf.map(resolve).every((member) => member.properties?.kind !== undefined);
  if (!areTagged) return copy;
  const { anyOf, ...rest } = copy;
  return { ...rest, type: 'object', discriminator: { propertyName: 'kind' }, required: ['kind'], oneOf: anyOf };
}

function resolve(member) {
  if (member.$ref === undefined) return member;
  const name = decodeURIComponent(member.$ref.replace('#/definitions/', ''));
  return generated.definitions[name];
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
