import type { Message } from './message.js';

const none: readonly string[] = Object.freeze([]);

/**
 * All values of a header of a request, in order; pseudo-headers and `host` have one. Empty when the header is missing.
 *
 * @param name in lower case
 */
export function headerValues(message: Message, name: string): readonly string[] {
  const pseudo = pseudoHeader(message, name);
  if (pseudo !== undefined) return [pseudo];
  let found: string[] | undefined;
  for (const [key, value] of message.headers) if (key === name) (found ??= []).push(value);
  return found ?? none;
}

function pseudoHeader({ method, authority, path, scheme }: Message, name: string): string | undefined {
  switch (name) {
    case ':method':
      return method;
    case ':authority':
    case 'host':
      return authority;
    case ':path':
      return path;
    case ':scheme':
      return scheme;
  }
  return undefined;
}
