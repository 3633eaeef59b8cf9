import type { JsonSchema } from '../open-api.js';

/** What a text may be. */
export interface TextRule {
  /** A regular expression that works the same in ECMA-262. */
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly format?: string;
}

/** A text. */
export function text(description: string, rule: TextRule = {}): JsonSchema {
  return { type: 'string', description, ...rule };
}
