import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headlessServiceName, serviceHost, versionServiceName, workloadName } from '../../lib/util/kubernetes-names.js';

it('joins names as a reader expects', () => {
  expect(workloadName('reviews', 'v1')).toBe('reviews-v1');
  expect(versionServiceName('reviews', 'v1')).toBe('reviews-v1');
  expect(headlessServiceName('reviews')).toBe('reviews-headless');
});

it('writes the full DNS name of a Service', () => {
  const host = serviceHost('reviews', { namespace: 'shop', clusterDomain: 'cluster.local' });
  expect(host).toBe('reviews.shop.svc.cluster.local');
});

it('always gives a DNS label, and another for another name', () => {
  const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  fc.assert(
    fc.property(label, label, label, (service, one, other) => {
      const [first, second] = [workloadName(service, one), workloadName(service, other)];
      expect(first).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      expect(first === second).toBe(one === other);
    }),
  );
});
