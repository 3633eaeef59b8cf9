/**
 * Whether a value can be that of a header: a text without control characters but tabs (RFC 9110, section 5.5).
 */
export function isHeaderValue(value: unknown): boolean {
  return typeof value === 'string' && !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
}
