/**
 * Whether a value is a DNS label (RFC 1123): up to 63 lower-case letters, digits and `-`, no `-` at either end.
 */
export function isDnsLabel(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value);
}
