import { isDnsLabel } from './is-dns-label.js';

/**
 * Whether a value is a DNS subdomain as Kubernetes names most objects: DNS labels joined by dots, up to 253 characters.
 */
export function isDnsSubdomain(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 253 && value.split('.').every(isDnsLabel);
}
