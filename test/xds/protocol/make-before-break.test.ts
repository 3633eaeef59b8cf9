import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import { hostCollection } from '../../../lib/xds/host-collection.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';
import { openStream, type Said } from '../../support/xds/stream.js';
import { served } from '../../support/xds/served.js';

const { cluster, endpoints, listener, route, secret } = served;
const error = { code: 3, message: 'no such thing' };
const x = [cluster('x'), endpoints('x')];
const y = [cluster('y'), endpoints('y')];

/** What is sent, in short: `cluster x@1,y@1`, `-x` for what is removed and `?x` for what was never there. */
const texts = (said: readonly Said[]): readonly string[] =>
  said.map(({ type, resources, removed, missing }) => {
    const gone = [...removed.map((name) => `-${name}`), ...missing.map((name) => `?${name}`)];
    return `${type} ${[...resources, ...gone].join()}`;
  });

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

test('a route on its way to a client that unsubscribes and subscribes again keeps its clusters', () => {
  const { stream, answer } = onX();
  answer(stream.serve(...x, ...y, listener('l', 1, ['r']), route('r', 2, ['y'])));
  const [moved] = answer(stream.delta('clusterLoadAssignment', { subscribe: ['y'] }));
  expect(moved).toMatchObject({ type: 'routeConfiguration', resources: ['r@2'] });
  expect(stream.delta('routeConfiguration', { unsubscribe: ['r'] })).toEqual([]);
  // The client may ask for it again before it is there, and takes it then: y has to stay until it says so.
  expect(stream.serve(...x, listener('l', 1, ['r']), route('r', 3, ['x']))).toEqual([]);
  expect(stream.delta('routeConfiguration', { subscribe: ['r'] })).toEqual([]);
  const back = stream.delta('routeConfiguration', { responseNonce: String(moved?.nonce) });
  expect(texts(back)).toEqual(['routeConfiguration r@3']);
  expect(texts(answer(back))).toEqual(['cluster -y']);
});

test('a route on its way to a client that unsubscribes and stays so does not hold its clusters once it is answered', () => {
  const { stream, answer } = onX();
  answer(stream.serve(...x, ...y, listener('l', 1, ['r']), route('r', 2, ['y'])));
  const [moved] = answer(stream.delta('clusterLoadAssignment', { subscribe: ['y'] }));
  expect(stream.delta('routeConfiguration', { unsubscribe: ['r'] })).toEqual([]);
  expect(stream.serve(...x, listener('l', 2, []))).toMatchObject([{ type: 'listener' }]);
  const answered = stream.delta('routeConfiguration', { responseNonce: String(moved?.nonce) });
  expect(texts(answered)).toEqual(['cluster -y']);
});

test('a route waits for the secrets of its cluster; a listener does not, for the client asks for them when it has the listener', () => {
  const stream = openStream('delta');
  const safe = [cluster('x', 1, ['k']), endpoints('x'), secret('k')];
  const tls: ServedResource = {
    ...listener('l', 1, ['r']),
    references: [{ type: resourceTypeUrls.secret, name: 'k' }],
  };
  stream.serve(...safe, tls, route('r', 1, ['x']));
  const answer = (said: readonly Said[]): readonly Said[] =>
    said.flatMap(({ type, nonce }) => stream.delta(type, { responseNonce: nonce }));
  answer(stream.delta('cluster'));
  answer(stream.delta('clusterLoadAssignment', { subscribe: ['x'] }));
  expect(texts(stream.delta('listener'))).toEqual(['listener l@1']);
  expect(stream.delta('routeConfiguration', { subscribe: ['r'] })).toEqual([]);
  const secrets = stream.delta('secret', { subscribe: ['k'] });
  expect(texts(secrets)).toEqual(['secret k@1']);
  expect(texts(answer(secrets))).toEqual(['routeConfiguration r@1']);
});

test('a secret stays as long as the client asks for it, and a secret alone is sent when it alone changes', () => {
  const stream = openStream('delta');
  const answer = (said: readonly Said[]): readonly Said[] =>
    said.flatMap(({ type, nonce }) => stream.delta(type, { responseNonce: nonce }));
  stream.serve(cluster('x', 1, ['k']), endpoints('x'), secret('k'));
  answer(stream.delta('cluster'));
  answer(stream.delta('clusterLoadAssignment', { subscribe: ['x'] }));
  answer(stream.delta('secret', { subscribe: ['k'] }));
  const changed = stream.serve(cluster('x', 1, ['k']), endpoints('x'), secret('k', 2));
  expect(texts(changed)).toEqual(['secret k@2']);
  answer(changed);
  const gone = stream.serve(...x.slice(0, 0));
  expect(texts(gone)).toEqual(['cluster -x']);
  expect(answer(gone)).toEqual([]);
  expect(stream.delta('secret', { unsubscribe: ['k'] })).toEqual([]);
});

test('Envoy hears something of the virtual hosts of each route configuration that fetches them, though it asks for none', () => {
  const stream = openStream('delta');
  const hosts = (name: string): ServedResource => ({ ...route(name, 1, []), references: [hostCollection(name)] });
  stream.serve(hosts('r'));
  const answer = (said: readonly Said[]): readonly Said[] =>
    said.flatMap(({ type, nonce }) => stream.delta(type, { responseNonce: nonce }));
  answer(stream.delta('routeConfiguration', { subscribe: ['r'] }));
  const first = stream.delta('virtualHost');
  expect(first).toMatchObject([{ resources: [], removed: [], missing: ['r/*'] }]);
  expect(answer(first)).toEqual([]);
  stream.serve(hosts('r'), hosts('s'));
  const second = stream.delta('routeConfiguration', { subscribe: ['s'] });
  expect(texts(second)).toEqual(['routeConfiguration s@1', 'virtualHost ?s/*']);
  expect(answer(second)).toEqual([]);
});

test('a virtual host that is asked for and is not there is missing; one that was there and goes is removed', () => {
  const stream = openStream('delta');
  const host: ServedResource = { type: resourceTypeUrls.virtualHost, name: 'r/a', version: '1', references: [] };
  stream.serve(host);
  const first = stream.delta('virtualHost', { subscribe: ['r/a', 'r/b'] });
  expect(first).toMatchObject([{ resources: ['r/a@1'], removed: [], missing: ['r/b'] }]);
  for (const { type, nonce } of first) stream.delta(type, { responseNonce: nonce });
  expect(stream.serve()).toMatchObject([{ resources: [], removed: ['r/a'], missing: [] }]);
});

test.each([
  ['the configuration of a filter', 'extensionConfig', 'auth', 'listener'],
  ['a virtual host', 'virtualHost', 'r/a', 'routeConfiguration'],
] as const)(
  'on reconnect a cluster stays until %s is replaced of which only the version is known',
  (_, type, name, owner) => {
    const stream = openStream('delta');
    const answer = (said: readonly Said[]): readonly Said[] =>
      said.flatMap((one) => stream.delta(one.type, { responseNonce: one.nonce }));
    const own = resourceTypeUrls[type];
    const user = { type: own, name, version: '2', references: [{ type: resourceTypeUrls.cluster, name: 'y' }] };
    const names = { type: own, name: type === 'virtualHost' ? 'r/*' : name };
    const listeners: ServedResource = { ...listener('l', 1, ['r']), references: [] };
    const routes = route('r', 1, []);
    stream.serve(
      served.fixedCluster('y'),
      { ...listeners, references: [{ type: routes.type, name: 'r' }, ...(owner === 'listener' ? [names] : [])] },
      { ...routes, references: owner === 'listener' ? [] : [names] },
      user,
    );
    const clusters = stream.delta('cluster', { initialVersions: { x: '1' } });
    expect(texts(clusters)).toEqual(['cluster y@1']);
    stream.delta('listener', { initialVersions: { l: '1' } });
    stream.delta('routeConfiguration', { subscribe: ['r'], initialVersions: { r: '1' } });
    expect(answer(clusters)).toEqual([]);
    const moved = stream.delta(type, { subscribe: [name], initialVersions: { [name]: '1' } });
    expect(moved).toMatchObject([{ resources: [`${name}@2`] }]);
    expect(texts(answer(moved))).toEqual(['cluster -x']);
  },
);

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
