import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createToken } from '../../mesh-api/auth/create-token.js';
import { parseTokensFile } from '../../mesh-api/auth/parse-tokens-file.js';
import { renderTokensFile } from '../../mesh-api/auth/render-tokens-file.js';
import type { StoredToken } from '../../mesh-api/auth/stored-token.js';
import { UsageError } from '../usage-error.js';
import { readIfThere } from './read-if-there.js';
import { writeFileWhole } from '../../registry/embedded/write-file-whole.js';

/** Who may call the mesh API. */
export interface AccessTokens {
  /** As the file has them now; those of before where somebody has broken it. */
  readonly current: () => readonly StoredToken[];
  /** File with the operator's token, which only its owner may read. */
  readonly operatorFile: string;
}

/** How long a token that was taken out of the file may still be good. */
const rereadMs = 1_000;

/**
 * Reads the tokens of a data folder. In a new one it makes a token for its operator. The file may be edited while
 * the server runs. Ends the command where the file is broken at the start.
 */
export function accessTokens(dataFolder: string): AccessTokens {
  const file = join(dataFolder, 'tokens.json');
  const operatorFile = join(dataFolder, 'operator-token');
  if (readIfThere(file) === undefined) {
    const { secret, stored } = createToken({ name: 'operator', role: 'operator' }, randomBytes);
    // The secret first: after a crash between the two another one is made.
    writeFileWhole(operatorFile, `${secret}\n`);
    writeFileWhole(file, renderTokensFile([stored]));
  }
  let text = '';
  let tokens: readonly StoredToken[] = [];
  let readAt = 0;
  const read = (): readonly string[] => {
    readAt = performance.now();
    const now = readIfThere(file) ?? '';
    if (now === text) return [];
    const parsed = parseTokensFile(now);
    if (parsed.kind === 'malformed') return parsed.problems;
    text = now;
    tokens = parsed.tokens;
    return [];
  };
  const [problem] = read();
  if (problem !== undefined) throw new UsageError(`${file} cannot be used: ${problem}`);
  return {
    operatorFile,
    current: () => {
      if (performance.now() - readAt > rereadMs) read();
      return tokens;
    },
  };
}
