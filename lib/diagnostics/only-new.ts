import type { Diagnostic } from './diagnostic.js';

/** Leaves out what was said before in the same words of the same place. */
export function onlyNew(diagnostics: readonly Diagnostic[], known: readonly Diagnostic[]): readonly Diagnostic[] {
  const texts = new Set(known.map((each) => JSON.stringify(each)));
  return diagnostics.filter((each) => !texts.has(JSON.stringify(each)));
}
