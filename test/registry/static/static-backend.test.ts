import { expect, test } from 'vitest';
import { staticBackend } from '../../../lib/registry/static/static-backend.js';
import { backendContract } from '../../support/registry/backend-contract.js';
import { find, instance } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';

backendContract({
  name: 'static',
  create: () => {
    const backend = staticBackend({ instances: [] });
    return Promise.resolve({
      backend,
      seed: (instances) => {
        backend.replace({ instances });
        return Promise.resolve();
      },
    });
  },
  capabilities: { writes: false, leases: false, requestIds: false, fencing: false, clients: false },
});

test('a record has another revision after each change, also when it is as it once was', () => {
  const key = { service: 'cart', id: 'a' };
  const backend = staticBackend({ services: [{ name: 'cart', metadata: { team: 'shop' } }], instances: [] });
  const followed = follow(backend);
  expect(followed.content().services.get('cart')?.metadata).toEqual({ team: 'shop' });
  const revisions = [1, 2, 1].map((weight) => {
    backend.replace({ instances: [instance({ ...key, weight })] });
    return find(followed.content(), key)?.revision;
  });
  expect(new Set(revisions).size).toBe(3);
  backend.replace({ instances: [{ ...instance({ ...key, healthCheck: { kind: 'tcp', port: 'http' } }) }] });
  expect(find(followed.content(), key)?.status).toBe('unhealthy');
});
