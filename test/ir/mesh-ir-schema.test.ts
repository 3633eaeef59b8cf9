import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import schema from '../../lib/ir/mesh-ir.schema.json' with { type: 'json' };
import { runSync } from '../support/run-sync.js';

test('the committed JSON Schema is what the types say', () => {
  const script = fileURLToPath(new URL('../../scripts/ir-schema.mjs', import.meta.url));
  expect(() => runSync(process.execPath, [script, '--check'])).not.toThrow();
}, 120_000);

test('the JSON Schema is valid by its own draft', () => {
  const ajv = new Ajv({ discriminator: true });
  expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true);
});
