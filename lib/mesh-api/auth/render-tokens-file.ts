import { sortBy } from '../../util/sort-by.js';
import { stableJson } from '../../util/stable-json.js';
import type { StoredToken } from './stored-token.js';

/** Writes tokens as `parseTokensFile` reads them; sorted by name. */
export function renderTokensFile(tokens: readonly StoredToken[]): string {
  return stableJson({ tokens: sortBy(tokens, ({ name }) => name) });
}
