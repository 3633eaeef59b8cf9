import type { JsonSchema } from '../open-api.js';

/** A whole number from one value to another, both included. */
export function wholeNumber(description: string, minimum: number, maximum: number): JsonSchema {
  return { type: 'integer', description, minimum, maximum };
}
