import { expect, it } from 'vitest';
import { redirectRules } from '../../../lib/targets/kubernetes/redirect-rules.js';
import { service, version } from '../../support/effective-mesh.js';

function probe(
  port: number,
): { readonly kind: 'http'; readonly port: number } & Record<'periodMs' | 'timeoutMs' | 'failureThreshold', number> {
  return { kind: 'http', port, periodMs: 1_000, timeoutMs: 1_000, failureThreshold: 1 };
}

it('writes the whole rules of a service', async () => {
  await expect(redirectRules(service('reviews'))).toMatchFileSnapshot('goldens/redirect.nft');
});

it('spares ports that are probed and not served, of every version', () => {
  const rules = redirectRules(
    service('reviews', {
      versions: [
        version('v1', { probes: { readiness: probe(9080), liveness: probe(8082) } }),
        version('v2', { probes: { startup: probe(8081) } }),
      ],
    }),
  );
  expect(rules).toContain('tcp dport { 15021, 15090, 8081, 8082 } accept');
});
