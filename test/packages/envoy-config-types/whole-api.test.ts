import { readFileSync } from 'node:fs';
import { createCodec, createValidator } from 'envoy-config-types';
import { expect, test } from 'vitest';

/** The parts of the generated schema that these tests walk. */
interface Schema {
  readonly messages: Readonly<Record<string, { readonly fields: readonly Field[] }>>;
}
interface Field {
  readonly name: string;
  readonly type: string;
  readonly of?: string;
  readonly card?: string;
  readonly oneof?: number;
  readonly optional?: boolean;
  readonly required?: boolean;
}

const root = new URL('../../../packages/envoy-config-types/', import.meta.url);
const readText = (path: string): string => readFileSync(new URL(path, root), 'utf8');
// Written by the package's own generator.
const { messages } = JSON.parse(readText('generated/schema.json')) as Schema;
const validator = createValidator();
const codec = createCodec();
const names = Object.keys(messages).filter((name) => !name.startsWith('google.protobuf.'));

const errorPaths = (type: string, json: unknown): string[] =>
  validator.validate(type, json).errors.map(({ path }) => path);

/** The proto3 default of a field as JSON; undefined where there is none to write (messages, enums). */
function defaultOf(field: Field): unknown {
  if (field.card === 'repeated') return [];
  if (field.card === 'map') return {};
  if (field.type === 'message' || field.type === 'enum') return undefined;
  if (field.type === 'string' || field.type === 'bytes') return '';
  return field.type === 'bool' ? false : 0;
}

test('holds the whole v3 API', () => {
  expect(names.filter((name) => name.startsWith('envoy.'))).toHaveLength(1362);
  expect(names.flatMap((name) => messages[name]?.fields ?? []).filter((field) => field.required === true)).toHaveLength(
    584,
  );
});

test('has a rule plan, a descriptor and a working codec for every message', () => {
  for (const name of names) {
    expect(() => validator.validate(name, {}), name).not.toThrow();
    expect(codec.fromBinary(name, new Uint8Array()), name).toEqual({});
  }
});

test('compiles the checks of every field of every message', () => {
  for (const name of names) {
    const wrong = Object.fromEntries((messages[name]?.fields ?? []).map((field) => [field.name, Symbol.iterator]));
    const { errors } = validator.validate(name, wrong);
    // A symbol is no JSON, so every field but the free-form ones must complain, and none may throw.
    const free = (messages[name]?.fields ?? []).filter(
      (field) =>
        field.card === undefined && (field.of === 'google.protobuf.Value' || field.of === 'google.protobuf.NullValue'),
    );
    expect(new Set(errors.map(({ path }) => path)).size, name).toBeGreaterThanOrEqual(
      (messages[name]?.fields.length ?? 0) - free.length,
    );
  }
});

// The generator decides what is required, for the types; the validator runs the rules. Two programs, one truth.
test('requires exactly the fields whose default breaks their own rules', () => {
  for (const name of names) {
    for (const field of messages[name]?.fields ?? []) {
      const value = defaultOf(field);
      if (value === undefined || field.oneof !== undefined || field.optional === true) continue;
      const rejected = errorPaths(name, { [field.name]: value }).includes(field.name);
      expect(rejected, `${name}.${field.name}`).toBe(field.required === true);
    }
  }
});

test('the empty message lacks exactly its required fields', () => {
  for (const name of names) {
    const required = (messages[name]?.fields ?? [])
      .filter((field) => field.required === true)
      .map((field) => field.name);
    const missing = validator
      .validate(name, {})
      .errors.filter(({ message }) => message === 'is required')
      .map(({ path }) => path);
    // Extension slots ask for a config although no field rule does.
    expect(
      missing.filter((path) => path !== 'typed_config' || required.includes(path)),
      name,
    ).toEqual(required);
  }
});
