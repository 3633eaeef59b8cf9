import type { JsonSchema } from '../open-api.js';

/** A list. */
export function listOf(description: string, items: JsonSchema, maxItems?: number): JsonSchema {
  return { type: 'array', description, items, ...(maxItems === undefined ? {} : { maxItems }) };
}
