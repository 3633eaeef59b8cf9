import type { Empty } from './empty.js';

/**
 * Finds the empty texts among some, given by what they are. Absent ones are not empty.
 */
export function* emptyTexts(textByWhat: Readonly<Record<string, string | undefined>>): Generator<Empty> {
  for (const [what, text] of Object.entries(textByWhat)) if (text === '') yield { what };
}
