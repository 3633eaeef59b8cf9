import { hasText } from './has-text.js';
import type { TextTest } from './language.js';

/** Whether a text passes all of some tests. */
export function passes(tests: readonly TextTest[], text: string): boolean {
  return tests.every(({ language, isWanted }) => hasText(language, text) === isWanted);
}
