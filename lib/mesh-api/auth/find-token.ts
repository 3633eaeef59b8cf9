import { createHash, timingSafeEqual } from 'node:crypto';
import type { StoredToken } from './stored-token.js';

/** Finds the token that a caller sent, in a time that does not depend on which it is or how much of it is right. */
export function findToken(tokens: readonly StoredToken[], secret: string): StoredToken | undefined {
  const digest = createHash('sha256').update(secret).digest();
  let found: StoredToken | undefined;
  for (const token of tokens) if (timingSafeEqual(digest, Buffer.from(token.sha256, 'hex'))) found = token;
  return found;
}
