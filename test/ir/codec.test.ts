import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readIr, writeIr } from '../../lib/ir/codec.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';

const fullIr = new URL('../fixtures/ir/full.json', import.meta.url);

function fullText(): string {
  return readFileSync(fullIr, 'utf8');
}

type Path = readonly (string | number)[];

/** What is said of the full fixture after one value was put at a path; `undefined` takes away what is there. */
function messagesAfter(path: Path, value: unknown): string[] {
  const { ir, diagnostics } = readIr(JSON.stringify(withValueAt(JSON.parse(fullText()), path, value)));
  expect(ir).toBeUndefined();
  expect(new Set(diagnostics.map(({ slug }) => slug))).toEqual(new Set(['ir-malformed']));
  return diagnostics.map(({ message }) => message);
}

function withValueAt(tree: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(tree))
    return tree.map((child: unknown, index) => (index === key ? withValueAt(child, rest, value) : child));
  const record = tree as Readonly<Record<string, unknown>>;
  return { ...record, [key]: withValueAt(record[key], rest, value) };
}

test('reads what it wrote, byte for byte', () => {
  const { ir, diagnostics } = readIr(fullText());
  expect(diagnostics).toEqual([]);
  expect(ir === undefined ? '' : writeIr(ir)).toBe(fullText());
});

test('returns a mesh that cannot be changed', () => {
  const { ir } = readIr(fullText());
  expect(Object.isFrozen(ir?.services[0]?.ports)).toBe(true);
});

test('writes equal meshes as equal bytes, whatever the order of their keys', () => {
  const { ir } = readIr(fullText());
  if (ir === undefined) throw new Error('the fixture cannot be read');
  // Entries of the same mesh, the other way round.
  const reversed = Object.fromEntries(Object.entries(ir).reverse()) as unknown as MeshIr;
  expect(writeIr(reversed)).toBe(writeIr(ir));
});

test('says where a value has the wrong type', () => {
  const messages = messagesAfter(['services', 0, 'ports', 0, 'number'], 'eighty');
  expect(messages).toEqual(['at services[0].ports[0].number: got "eighty", expected a number']);
});

test('names a property that is missing', () => {
  const messages = messagesAfter(['services', 0, 'serviceAccount'], undefined);
  expect(messages).toEqual(['at services[0]: "serviceAccount" is missing']);
});

test('names a property that is not known, and the one that was meant', () => {
  const messages = messagesAfter(['services', 0, 'port'], []);
  expect(messages).toEqual(['at services[0]: "port" is not a known property, did you mean "ports"']);
});

test('lists the values of a closed list', () => {
  const messages = messagesAfter(['services', 0, 'ports', 0, 'protocol'], 'smtp');
  expect(messages).toEqual([
    'at services[0].ports[0].protocol: got "smtp", expected one of "http", "http2", "grpc", "tcp"',
  ]);
});

test('reports an unknown kind once, not as a failure to be each known kind', () => {
  const messages = messagesAfter(['services', 0, 'routes', 0, 'kind'], 'udp');
  expect(messages).toEqual(['at services[0].routes[0]: got kind "udp", expected an object with a known "kind"']);
});

test('names both forms where a value may have either', () => {
  const messages = messagesAfter(['policies', 'timeout', 'requestMs'], 'never');
  expect(messages).toEqual(['at policies.timeout.requestMs: got "never", expected a number or "none"']);
});

test('reports text that is not JSON', () => {
  const { diagnostics } = readIr('{ "irVersion": 1');
  expect(diagnostics.map(({ slug }) => slug)).toEqual(['ir-malformed']);
});

test.each([null, [], 'text', {}, 1].map((value) => JSON.stringify(value)))('reports %s as no mesh', (text) => {
  expect(readIr(text).diagnostics.map(({ message }) => message)).toEqual(['the mesh has no "irVersion"']);
});

test('reports another version before it looks at anything else', () => {
  const { ir, diagnostics } = readIr('{ "irVersion": 2, "hexagons": [] }');
  expect(ir).toBeUndefined();
  expect(diagnostics.map(({ slug, message }) => [slug, message])).toEqual([
    ['ir-version-unsupported', 'the mesh has version 2 of the format, expected 1'],
  ]);
});
