import { expect, test } from 'vitest';
import { registrySource } from '../../../lib/cli/serve/registry-source.js';

test.each([
  ['embedded', { kind: 'embedded' }],
  ['redis://cache:6379/2', { kind: 'redis', url: 'redis://cache:6379/2' }],
  ['rediss://user:secret@cache', { kind: 'redis', url: 'rediss://user:secret@cache' }],
  [
    'redis-sentinel://a:26379/main',
    {
      kind: 'redis-sentinel',
      server: { kind: 'sentinel', sentinels: ['a:26379'], primaryName: 'main' },
      confirmations: 0,
    },
  ],
  [
    'redis-sentinel://user:p%40ss@a:26379,[2001:db8::1]:26380/main?replicas=1',
    {
      kind: 'redis-sentinel',
      server: {
        kind: 'sentinel',
        sentinels: ['a:26379', '[2001:db8::1]:26380'],
        primaryName: 'main',
        username: 'user',
        password: 'p@ss',
      },
      confirmations: 1,
    },
  ],
  ['kubernetes', { kind: 'kubernetes', namespace: 'default' }],
  ['kubernetes:shop', { kind: 'kubernetes', namespace: 'shop' }],
  ['consul://agent:8500', { kind: 'consul', url: 'http://agent:8500' }],
  ['static:instances.json', { kind: 'static', file: '/work/instances.json' }],
  [
    'dns:payments/http=payments.example.com:8443',
    {
      kind: 'dns',
      name: { kind: 'address', service: 'payments', name: 'payments.example.com', ports: { http: 8443 } },
    },
  ],
  [
    'dns:payments/http=_http._tcp.example.com.',
    { kind: 'dns', name: { kind: 'srv', service: 'payments', name: '_http._tcp.example.com', portName: 'http' } },
  ],
])('reads %s', (text, source) => {
  expect(registrySource(text, '/work')).toEqual(source);
});

test.each([
  '',
  'redis',
  'redis://',
  'redis-sentinel://a:26379',
  'redis-sentinel://a/main',
  'redis-sentinel://a:26379,/main',
  'kubernetes:',
  'kubernetes:Shop',
  'static:',
  'dns:payments',
  'dns:a/b=c:0',
  'dns:a/b=c:70000',
])('refuses %j and says what it takes', (text) => {
  expect(() => registrySource(text, '/work')).toThrow('--registry takes one of embedded, redis://');
});

test('shows no password of an address that it cannot read', () => {
  expect(() => registrySource('rediz://user:secret@cache', '/work')).toThrow(/^(?!.*secret)/s);
});
