import { parseTokensFile } from '../../mesh-api/auth/parse-tokens-file.js';
import type { StoredToken } from '../../mesh-api/auth/stored-token.js';
import { readIfThere } from '../serve/read-if-there.js';
import { UsageError } from '../usage-error.js';

const rereadMs = 1_000;

/**
 * Reads the tokens that an API lets in, and again as their file changes; while it is broken or gone, those of before count. Ends the command where it is so
 * at the start, or holds none: then everybody would be let in.
 *
 * @param now ms on a clock that never goes back
 */
export function apiTokens(file: string, now: () => number): () => readonly StoredToken[] {
  let tokens: readonly StoredToken[] = [];
  let readAt = -Infinity;
  const read = (): string | undefined => {
    readAt = now();
    const parsed = parseTokensFile(readIfThere(file) ?? '');
    if (parsed.kind === 'malformed') return parsed.problems[0] ?? 'it is malformed';
    if (parsed.tokens.length === 0) return 'it has no tokens';
    ({ tokens } = parsed);
    return undefined;
  };
  const problem = read();
  if (problem !== undefined) throw new UsageError(`${file} cannot be used: ${problem}`);
  return () => {
    if (now() - readAt > rereadMs) read();
    return tokens;
  };
}
