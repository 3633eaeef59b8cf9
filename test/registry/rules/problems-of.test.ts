import { expect, test } from 'vitest';
import type { HealthCheck } from '../../../lib/registry/model/health-check.js';
import type { InstanceDescription } from '../../../lib/registry/model/instance-record.js';
import { problemsOf } from '../../../lib/registry/rules/problems-of.js';
import { any, instance, putInstance, putService } from '../../support/registry/contract/samples.js';

const key = { service: 'cart', id: 'a' };
const paths = (parts: Partial<InstanceDescription>) =>
  problemsOf(putInstance(instance({ ...key, ...parts }))).map(({ path }) => path);
const checked = (healthCheck: Partial<HealthCheck>) =>
  paths({ healthCheck: { kind: 'http', port: 'http', ...healthCheck } });

test('a description that keeps the rules has no problems', () => {
  const metadata = Object.fromEntries(
    Array.from({ length: 64 }, (_, index) => [`k${String(index)}`.padEnd(63, 'x'), 'ü'.repeat(256)]),
  );
  expect(problemsOf(putService('a'.repeat(63), { metadata }))).toEqual([]);
  expect(
    paths({
      id: 'i'.repeat(128),
      address: '2001:db8::1',
      ports: { a: 1, b: 65_535 },
      version: 'v1',
      region: 'Eu_1',
      zone: 'eu-1.a',
      weight: 10_000,
      metadata,
      ttlMs: 1000,
    }),
  ).toEqual([]);
  expect(
    checked({ path: '/ready?x=1', intervalMs: 100, timeoutMs: 100, healthyThreshold: 10, unhealthyThreshold: 1 }),
  ).toEqual([]);
  expect(checked({ intervalMs: 500 })).toEqual([]);
});

test('a problem says where it is, what there is and what is expected', () => {
  expect(problemsOf(putInstance(instance({ ...key, address: '2001:DB8:0:0::1', weight: 0 })))).toEqual([
    { path: '/address', problem: 'is "2001:DB8:0:0::1"', expected: 'the address in canonical form: 2001:db8::1' },
    { path: '/weight', problem: 'is 0', expected: 'a whole number from 1 to 10000' },
  ]);
});

test.each(['', 'Cart', '-a', 'a-', 'a.b', 'a'.repeat(64), 'ä', 'a\n'])('%j is no name of a service', (name) => {
  expect(problemsOf(putService(name)).map(({ path }) => path)).toEqual(['/name']);
  expect(problemsOf({ kind: 'delete-service', name, precondition: any })).toHaveLength(1);
  expect(paths({ service: name })).toEqual(['/service']);
  expect(problemsOf({ kind: 'renew-instance', key: { service: name, id: '/' } }).map(({ path }) => path)).toEqual([
    '/id',
    '/service',
  ]);
});

test.each([
  '',
  'localhost',
  '1.2.3',
  '01.2.3.4',
  '1.2.3.4:80',
  '::1%eth0',
  '[::1]',
  '::ffff:1.2.3.4',
  '0:0:0:0:0:0:0:1',
])('%j is no canonical address', (address) => {
  expect(paths({ address })).toEqual(['/address']);
});

test.each<[string, Partial<InstanceDescription>]>([
  ['/id', { id: 'a b' }],
  ['/id', { id: 'a'.repeat(129) }],
  ['/ports', { ports: {} }],
  ['/ports/http', { ports: { http: 0 } }],
  ['/ports/http', { ports: { http: 65_536 } }],
  ['/ports/http', { ports: { http: 80.5 } }],
  ['/ports/a~1b', { ports: { 'a/b': 80 } }],
  ['/version', { version: 'V1' }],
  ['/region', { region: '' }],
  ['/zone', { zone: 'a b' }],
  ['/weight', { weight: 10_001 }],
  ['/weight', { weight: Number.NaN }],
  ['/ttlMs', { ttlMs: 999 }],
  ['/ttlMs', { ttlMs: 86_400_001 }],
  ['/metadata/k', { metadata: { k: 'x'.repeat(257) } }],
  ['/metadata/k', { metadata: { k: 'a\u0000b' } }],
  ['/metadata/k', { metadata: { k: '\ud800' } }],
  [`/metadata/${'k'.repeat(64)}`, { metadata: { ['k'.repeat(64)]: '' } }],
  ['/metadata/~1k', { metadata: { '/k': '' } }],
  ['/metadata', { metadata: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [String(index), ''])) }],
])('%s is named where it is wrong: %j', (path, parts) => {
  expect(paths(parts)).toEqual([path]);
});

test.each<[string, Partial<HealthCheck>]>([
  ['port', { port: 'admin' }],
  ['port', { port: 'toString' }],
  ['path', { path: 'ready' }],
  ['path', { kind: 'tcp', path: '/ready' }],
  ['service', { service: 'x' }],
  ['intervalMs', { intervalMs: 99 }],
  ['timeoutMs', { timeoutMs: 9 }],
  ['timeoutMs', { intervalMs: 1000, timeoutMs: 1001 }],
  ['healthyThreshold', { healthyThreshold: 0 }],
  ['unhealthyThreshold', { unhealthyThreshold: 11 }],
])('/healthCheck/%s is named where it is wrong: %j', (field, check) => {
  expect(checked(check)).toEqual([`/healthCheck/${field}`]);
});
