import { expect, test } from 'vitest';
import { openStream } from '../../support/xds/stream.js';
import { served } from '../../support/xds/served.js';

const { cluster, fixedCluster, endpoints, listener, route } = served;
const error = { code: 3, message: 'no such thing' };

/** Names and versions of one response; fails where there is none or more than one. */
function only<T>(list: readonly T[]): T {
  expect(list).toHaveLength(1);
  return list[0] as T;
}

test('a request with resource_names unset is a subscription to all clusters', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  expect(only(stream.sotw('cluster')).resources).toEqual(['a@1', 'b@1']);
});

test('the server may reply when the requested resources are available', () => {
  const stream = openStream('sotw');
  expect(stream.sotw('cluster')).toEqual([]);
  expect(only(stream.serve(fixedCluster('a'))).resources).toEqual(['a@1']);
});

test('a response containing no resources means that there are none', () => {
  const stream = openStream('sotw');
  stream.serve();
  expect(only(stream.sotw('cluster'))).toMatchObject({ resources: [], removed: [] });
});

test('"*" and "A", then "A", then nothing: all, A alone, and nothing at all', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('A'), fixedCluster('B'));
  const first = only(stream.sotw('cluster'));
  const both = only(stream.sotw('cluster', { resourceNames: ['*', 'A'], responseNonce: first.nonce }));
  expect(both.resources).toEqual(['A@1', 'B@1']);
  const one = only(stream.sotw('cluster', { resourceNames: ['A'], responseNonce: both.nonce }));
  expect(one.resources).toEqual(['A@1']);
  const none = only(stream.sotw('cluster', { responseNonce: one.nonce }));
  expect(none.resources).toEqual([]);
});

test('an ACK is not answered', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  const { nonce, version } = only(stream.sotw('cluster'));
  expect(stream.sotw('cluster', { versionInfo: version, responseNonce: nonce })).toEqual([]);
  expect(stream.verdicts).toEqual([expect.objectContaining({ kind: 'accepted', version })]);
});

test('a NACK is not answered, keeps its error_detail, and the refused version is not sent again', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  const { nonce } = only(stream.sotw('cluster'));
  expect(stream.sotw('cluster', { responseNonce: nonce, error })).toEqual([]);
  expect(stream.verdicts).toEqual([expect.objectContaining({ kind: 'rejected', names: ['a'], error })]);
  expect(stream.serve(fixedCluster('a'))).toEqual([]);
});

test('after a NACK, an API update may succeed at a new version Y', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  const { nonce } = only(stream.sotw('cluster'));
  stream.sotw('cluster', { responseNonce: nonce, error });
  expect(only(stream.serve(fixedCluster('a', 2))).resources).toEqual(['a@2']);
});

test('what was refused stays at its last good version while others change', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  const first = only(stream.sotw('cluster'));
  stream.sotw('cluster', { responseNonce: first.nonce });
  const bad = only(stream.serve(fixedCluster('a', 2), fixedCluster('b')));
  stream.sotw('cluster', { responseNonce: bad.nonce, error });
  expect(only(stream.serve(fixedCluster('a', 2), fixedCluster('b', 2))).resources).toEqual(['a@1', 'b@2']);
});

test('a request that carries a stale nonce is passed over', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  const first = only(stream.sotw('cluster'));
  stream.sotw('cluster', { responseNonce: first.nonce });
  const second = only(stream.serve(fixedCluster('a', 2)));
  expect(stream.sotw('cluster', { responseNonce: first.nonce, error })).toEqual([]);
  expect(stream.verdicts).toHaveLength(1);
  stream.sotw('cluster', { responseNonce: second.nonce });
  expect(stream.verdicts).toHaveLength(2);
});

test('one response of a type is on its way at most; the next holds all that changed since', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  const { nonce } = only(stream.sotw('cluster'));
  expect(stream.serve(fixedCluster('a', 2))).toEqual([]);
  expect(stream.serve(fixedCluster('a', 3))).toEqual([]);
  expect(only(stream.sotw('cluster', { responseNonce: nonce })).resources).toEqual(['a@3']);
});

test('of clusters the server must include the complete state of the world', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  const { nonce } = only(stream.sotw('cluster'));
  stream.sotw('cluster', { responseNonce: nonce });
  expect(only(stream.serve(fixedCluster('a'), fixedCluster('b', 2))).resources).toEqual(['a@1', 'b@2']);
});

test('a previously seen cluster that is not present in a new response has been removed', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  const { nonce } = only(stream.sotw('cluster'));
  stream.sotw('cluster', { responseNonce: nonce });
  expect(only(stream.serve(fixedCluster('a'))).resources).toEqual(['a@1']);
});

test('of endpoints only what changed is sent', () => {
  const stream = openStream('sotw');
  stream.serve(endpoints('a'), endpoints('b'));
  const { nonce } = only(stream.sotw('clusterLoadAssignment', { resourceNames: ['a', 'b'] }));
  stream.sotw('clusterLoadAssignment', { resourceNames: ['a', 'b'], responseNonce: nonce });
  expect(only(stream.serve(endpoints('a'), endpoints('b', 2))).resources).toEqual(['b@2']);
});

test('the server must resend any newly requested resources', () => {
  const stream = openStream('sotw');
  stream.serve(endpoints('a'), endpoints('b'));
  const first = only(stream.sotw('clusterLoadAssignment', { resourceNames: ['a', 'b'] }));
  stream.sotw('clusterLoadAssignment', { resourceNames: ['a'], responseNonce: first.nonce });
  const again = { resourceNames: ['a', 'b'], responseNonce: first.nonce };
  expect(only(stream.sotw('clusterLoadAssignment', again)).resources).toEqual(['b@1']);
});

test('an empty list of endpoints asks for nothing', () => {
  const stream = openStream('sotw');
  stream.serve(endpoints('a'));
  expect(stream.sotw('clusterLoadAssignment')).toEqual([]);
});

test('if a requested resource springs into existence later, the server sends it', () => {
  const stream = openStream('sotw');
  stream.serve();
  expect(stream.sotw('clusterLoadAssignment', { resourceNames: ['a'] })).toEqual([]);
  expect(only(stream.serve(endpoints('a'))).resources).toEqual(['a@1']);
});

test('on a new stream the server does not resend what the version says the client has seen', () => {
  const before = openStream('sotw');
  before.serve(fixedCluster('a'), fixedCluster('b'));
  const { version } = only(before.sotw('cluster'));
  const stream = openStream('sotw');
  stream.serve(fixedCluster('b'), fixedCluster('a'));
  expect(stream.sotw('cluster', { versionInfo: version })).toEqual([]);
  expect(only(stream.serve(fixedCluster('a'))).resources).toEqual(['a@1']);
});

test('on a new stream an old version gets everything', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  expect(only(stream.sotw('cluster', { versionInfo: 'old' })).resources).toEqual(['a@1']);
});

test('on a new stream a client with an old version gets its clusters before the routes that need them', () => {
  const stream = openStream('sotw');
  // What it holds beyond these, nobody knows: the answer is whole, and drops it.
  stream.serve(cluster('y'), endpoints('y'), listener('l', 1, ['r']), route('r', 2, ['y']));
  const clusters = only(stream.sotw('cluster', { versionInfo: 'old' }));
  expect(clusters.resources).toEqual(['y@1']);
  expect(stream.sotw('clusterLoadAssignment', { versionInfo: 'old', resourceNames: ['x'] })).toEqual([]);
  expect(only(stream.sotw('listener', { versionInfo: 'old' })).resources).toEqual(['l@1']);
  expect(stream.sotw('routeConfiguration', { versionInfo: 'old', resourceNames: ['r'] })).toEqual([]);
  expect(stream.sotw('cluster', { responseNonce: clusters.nonce })).toEqual([]);
});

test('a type that is not served is not answered', () => {
  const stream = openStream('sotw');
  stream.serve(fixedCluster('a'));
  expect(stream.sotw('cluster', { typeUrl: 'type.googleapis.com/other' })).toEqual([]);
});
