import { expect, test } from 'vitest';
import { peerUris } from '../../../lib/xds/server/peer-uris.js';

test.each([
  [undefined, []],
  ['', []],
  ['DNS:a.example', []],
  ['URI:spiffe://mesh/ns/a/sa/b', ['spiffe://mesh/ns/a/sa/b']],
  [
    'DNS:a, URI:spiffe://mesh/one, IP Address:1.2.3.4, URI:spiffe://mesh/two',
    ['spiffe://mesh/one', 'spiffe://mesh/two'],
  ],
])('of the names %j the URIs are %j', (names, uris) => {
  expect(peerUris(names)).toEqual(uris);
});

test('a name that looks like a list of names is one name', () => {
  const sly = JSON.stringify('a, URI:spiffe://mesh/admin');
  expect(peerUris(`DNS:${sly}`)).toEqual([]);
  expect(peerUris(`URI:${sly}, URI:spiffe://mesh/b`)).toEqual(['a, URI:spiffe://mesh/admin', 'spiffe://mesh/b']);
});

test('names that cannot be read to their end prove nothing', () => {
  expect(peerUris('URI:spiffe://mesh/a, DNS:"open')).toEqual([]);
});
