import { isIP } from 'node:net';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import type { OpenApiDocument } from '../../openapi/open-api.js';

/** A value that is as a schema says, or each thing that is not. */
export type CheckValue = (value: unknown) => readonly ErrorObject[];

/** Compiles schemas of an API description. */
export interface Checker {
  /** The schema at a JSON pointer into the document, without `#`. */
  readonly at: (pointer: string) => CheckValue;
}

const none: readonly ErrorObject[] = Object.freeze([]);

/**
 * Makes a checker of what an API description says. Compiling takes its time, so it is done when a schema is first needed, and
 * once for a document.
 */
export const createChecker = memoiseByObject((document: OpenApiDocument): Checker => {
  // Strict mode refuses what a document has beside its schemas; the official schema of OpenAPI checks that in a test.
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
  addFormats.default(ajv);
  ajv.addFormat('ip-address', (text) => isIP(text) !== 0 && !text.includes('%'));
  ajv.addSchema({ ...document, $id: 'mesh-api' });
  const compiled = new Map<string, ValidateFunction>();
  return {
    at: (pointer) => (value) => {
      const check = compiled.get(pointer) ?? ajv.compile({ $ref: `mesh-api#${pointer}` });
      compiled.set(pointer, check);
      return check(value) ? none : (check.errors ?? none);
    },
  };
});
