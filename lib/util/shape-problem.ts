import type { ErrorObject } from 'ajv';

/** The first thing that is wrong with a value's shape, in words: `/weight must be number`. */
export function shapeProblem(errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  return error === undefined
    ? 'its shape is another'
    : `${error.instancePath || 'it'} ${error.message ?? 'is another'}`;
}
