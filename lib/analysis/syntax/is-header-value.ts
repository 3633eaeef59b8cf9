/**
 * Whether a value can be that of a header: a text without control characters but tabs (RFC 9110, section 5.5).
 */
export function isHeaderValue(value: unknown): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return typeof value === 'string' && !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
}
