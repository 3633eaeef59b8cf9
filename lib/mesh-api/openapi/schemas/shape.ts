import type { JsonSchema } from '../open-api.js';

/** The fields of an object. */
export interface Fields {
  readonly required?: Readonly<Record<string, JsonSchema>>;
  readonly optional?: Readonly<Record<string, JsonSchema>>;
}

/** An object with these fields and no others. */
export function shape(description: string, { required = {}, optional = {} }: Fields): JsonSchema {
  return {
    type: 'object',
    description,
    properties: { ...required, ...optional },
    ...(Object.keys(required).length === 0 ? {} : { required: Object.keys(required) }),
    additionalProperties: false,
  };
}
