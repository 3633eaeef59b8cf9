/**
 * Whether a value is a token of HTTP (RFC 9110, section 5.6.2): what header names, methods and cookie names are made of.
 */
export function isToken(value: unknown): boolean {
  return typeof value === 'string' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(value);
}
