import { expect, test } from 'vitest';
import { openStream, type Said } from '../../support/xds/stream.js';
import { served } from '../../support/xds/served.js';

const { cluster, endpoints, listener, route } = served;
const error = { code: 3, message: 'no such thing' };
const x = [cluster('x'), endpoints('x')];
const y = [cluster('y'), endpoints('y')];

/** What is sent, in short: `cluster x@1,y@1`, and `-x` for what is removed. */
const texts = (said: readonly Said[]): readonly string[] =>
  said.map(({ type, resources, removed }) => `${type} ${[...resources, ...removed.map((name) => `-${name}`)].join()}`);

/** A stream on which a client has taken a route to x. */
function onX() {
  const stream = openStream('delta');
  const answer = (said: readonly Said[]): readonly Said[] =>
    said.flatMap(({ type, nonce }) => stream.delta(type, { responseNonce: nonce }));
  stream.serve(...x, listener('l', 1, ['r']), route('r', 1, ['x']));
  answer(stream.delta('cluster'));
  answer(stream.delta('clusterLoadAssignment', { subscribe: ['x'] }));
  answer(stream.delta('listener'));
  answer(stream.delta('routeConfiguration', { subscribe: ['r'] }));
  return { stream, answer };
}

test('a route that moves from X to Y: first the cluster Y, then its endpoints, then the route, then X goes', () => {
  const { stream, answer } = onX();
  const added = stream.serve(...y, listener('l', 1, ['r']), route('r', 2, ['y']));
  expect(texts(added)).toEqual(['cluster y@1']);
  expect(answer(added)).toEqual([]);
  const warmed = stream.delta('clusterLoadAssignment', { subscribe: ['y'] });
  expect(texts(warmed)).toEqual(['clusterLoadAssignment y@1']);
  const moved = answer(warmed);
  expect(texts(moved)).toEqual(['routeConfiguration r@2']);
  const dropped = answer(moved);
  expect(texts(dropped)).toEqual(['cluster -x']);
  expect(answer(dropped)).toEqual([]);
});

test('a route waits while the cluster that it needs is refused, and the earlier route stays', () => {
  const { stream } = onX();
  const [bad] = stream.serve(...x, ...y, listener('l', 1, ['r']), route('r', 2, ['y']));
  expect(stream.delta('cluster', { responseNonce: String(bad?.nonce), error })).toEqual([]);
  const good = stream.serve(...x, ...y, listener('l', 1, ['r']), route('r', 3, ['x']));
  expect(texts(good)).toEqual(['routeConfiguration r@3']);
});

test('a first route does not wait for a refused cluster, for without it nothing works at all', () => {
  const stream = openStream('delta');
  stream.serve(...x, listener('l', 1, ['r']), route('r', 1, ['x']));
  const [bad] = stream.delta('cluster');
  stream.delta('cluster', { responseNonce: String(bad?.nonce), error });
  expect(texts(stream.delta('routeConfiguration', { subscribe: ['r'] }))).toEqual(['routeConfiguration r@1']);
});

test('endpoints are sent again for a cluster that changed, because it is warmed by a new response only', () => {
  const { stream, answer } = onX();
  const changed = stream.serve(cluster('x', 2), endpoints('x'), listener('l', 1, ['r']), route('r', 1, ['x']));
  expect(texts(changed)).toEqual(['cluster x@2', 'clusterLoadAssignment x@1']);
  expect(answer(changed)).toEqual([]);
});

test('on reconnect a cluster stays until a route is replaced of which only the version is known', () => {
  const stream = openStream('delta');
  stream.serve(...y, listener('l', 1, ['r']), route('r', 2, ['y']));
  const answer = (said: readonly Said[]): readonly Said[] =>
    said.flatMap(({ type, nonce }) => stream.delta(type, { responseNonce: nonce }));
  // Envoy asks again for all types at once, in the order in which it first did.
  const clusters = stream.delta('cluster', { initialVersions: { x: '1' } });
  expect(texts(clusters)).toEqual(['cluster y@1']);
  expect(stream.delta('clusterLoadAssignment', { subscribe: ['x'], initialVersions: { x: '1' } })).toEqual([]);
  expect(stream.delta('listener', { initialVersions: { l: '1' } })).toEqual([]);
  expect(stream.delta('routeConfiguration', { subscribe: ['r'], initialVersions: { r: '1' } })).toEqual([]);
  expect(answer(clusters)).toEqual([]);
  const moved = answer(stream.delta('clusterLoadAssignment', { subscribe: ['y'] }));
  expect(texts(moved)).toEqual(['routeConfiguration r@2']);
  expect(texts(answer(moved))).toEqual(['cluster -x']);
});

test('a stream of one type waits for no other', () => {
  const stream = openStream('delta', { isAggregated: false });
  stream.serve(...x, route('r', 1, ['x']));
  expect(texts(stream.delta('routeConfiguration', { subscribe: ['r'] }))).toEqual(['routeConfiguration r@1']);
});

test('a client that asks for no clusters gets its routes', () => {
  const stream = openStream('delta');
  stream.serve(...x, route('r', 1, ['x']));
  expect(texts(stream.delta('routeConfiguration', { subscribe: ['r'] }))).toEqual(['routeConfiguration r@1']);
});
