import { isDnsSubdomain } from './is-dns-subdomain.js';

/**
 * Whether a value is a DNS name in lower case: labels joined by dots, up to 253 characters, and not an IP address.
 */
export function isDnsName(value: unknown): boolean {
  // A name whose last label is a number reads as an IPv4 address (RFC 1123, section 2.1).
  return isDnsSubdomain(value) && !/(^|\.)\d+$/.test(String(value));
}
