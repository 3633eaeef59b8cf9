import type { JsonSchema } from '../open-api.js';

/** Refers to a schema of the document by its name. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}
