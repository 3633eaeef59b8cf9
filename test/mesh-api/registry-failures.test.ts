import { expect, test } from 'vitest';
import type { RegistryWriteResult } from '../../lib/registry/model/registry-write-result.js';
import { startApi } from '../support/mesh-api/start-api.js';

const refused = (reason: Extract<RegistryWriteResult, { kind: 'refused' }>['reason']): RegistryWriteResult => ({
  kind: 'refused',
  reason,
  detail: `because of ${reason}`,
});

test.each<readonly [string, RegistryWriteResult, number, string]>([
  ['a record of a read-only store', refused('read-only'), 409, 'read-only'],
  ['a store without space', refused('full'), 507, 'storage-full'],
  ['a leader of the past', refused('fenced'), 503, 'not-leader'],
  ['a store that is away', { kind: 'unavailable', detail: 'away' }, 503, 'registry-unavailable'],
  ['a connection that broke', { kind: 'unknown', detail: 'broke' }, 504, 'outcome-unknown'],
])('says precisely what came of a write to %s', async (_what, result, status, slug) => {
  const { operator, registry } = await startApi();
  registry.answerWith(result);
  const answered = await operator('PUT', '/v1/services/cart', { body: {} });
  expect([answered.status, (answered.body as { type: string }).type.split('#')[1]]).toEqual([status, slug]);
  expect(answered.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
});

test('is ready with a store that is away as long as something is known, and says that it is degraded', async () => {
  const { anonymous, operator, registry } = await startApi();
  expect(await anonymous('GET', '/readyz')).toMatchObject({ status: 200, body: { isReady: true, degraded: [] } });
  registry.setStale('connection refused');
  expect(await anonymous('GET', '/readyz')).toMatchObject({
    status: 503,
    body: { isReady: false, reasons: ['the registry is not known: memory: connection refused'] },
  });
  await operator('PUT', '/v1/services/cart', { body: {} });
  expect(await anonymous('GET', '/readyz')).toMatchObject({
    status: 200,
    body: { isReady: true, reasons: [], degraded: ['memory: connection refused'] },
  });
  expect(await anonymous('GET', '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('is not ready for the reasons that its owner gives', async () => {
  const { anonymous } = await startApi({ unreadyReasons: () => ['no program yet'] });
  expect(await anonymous('GET', '/readyz')).toMatchObject({ status: 503, body: { reasons: ['no program yet'] } });
});

test('tries the removal of a drained instance again until the store takes it', async () => {
  const { operator, registry, audited } = await startApi();
  await operator('PUT', '/v1/services/cart/instances/a', { body: { address: '10.0.0.1', ports: { http: 80 } } });
  await operator('POST', '/v1/services/cart/instances/a/drain', { body: { seconds: 0 } });
  registry.answerWith({ kind: 'unavailable', detail: 'away' });
  registry.answerWith(undefined);
  await expect.poll(() => registry.content().instances.size, { timeout: 5000 }).toBe(0);
  expect(audited.filter(({ operation }) => operation === 'removeDrained')).toHaveLength(1);
});
