import { hash } from 'node:crypto';

/**
 * Names content by its SHA-256, as lower-case hex.
 *
 * @param length hex digits kept, 1 to 64. @default 64
 */
export function contentHash(content: string | Uint8Array, length = 64): string {
  return hash('sha256', content, 'hex').slice(0, length);
}
