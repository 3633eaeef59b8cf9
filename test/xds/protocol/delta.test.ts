import { expect, test } from 'vitest';
import { openStream } from '../../support/xds/stream.js';
import { served } from '../../support/xds/served.js';

const { fixedCluster, endpoints, listener } = served;
const error = { code: 3, message: 'no such thing' };

function only<T>(list: readonly T[]): T {
  expect(list).toHaveLength(1);
  return list[0] as T;
}

test('a first request with resource_names_subscribe unset is a subscription to "*"', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  expect(only(stream.delta('cluster'))).toMatchObject({ resources: ['a@1', 'b@1'], removed: [] });
});

test('a client that subscribes to all hears that there is nothing', () => {
  const stream = openStream('delta');
  stream.serve();
  expect(only(stream.delta('cluster'))).toMatchObject({ resources: [], removed: [] });
});

test('unset, then "A", then not "*", then not "A": all, all, A alone, and nothing at all', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('A'), fixedCluster('B'));
  const first = only(stream.delta('cluster'));
  stream.delta('cluster', { responseNonce: first.nonce });
  const named = only(stream.delta('cluster', { subscribe: ['A'] }));
  expect(named.resources).toEqual(['A@1']);
  stream.delta('cluster', { responseNonce: named.nonce });
  const still = only(stream.serve(fixedCluster('A'), fixedCluster('B', 2)));
  expect(still.resources).toEqual(['B@2']);
  stream.delta('cluster', { responseNonce: still.nonce });
  expect(stream.delta('cluster', { unsubscribe: ['*'] })).toEqual([]);
  const alone = only(stream.serve(fixedCluster('A', 2), fixedCluster('B', 3)));
  expect(alone.resources).toEqual(['A@2']);
  stream.delta('cluster', { responseNonce: alone.nonce });
  expect(stream.delta('cluster', { unsubscribe: ['A'] })).toEqual([]);
  expect(stream.serve(fixedCluster('A', 3))).toEqual([]);
  // "There has previously been a request on this stream that set the field."
  expect(stream.delta('cluster')).toEqual([]);
});

test('a resource that changed is sent without those that did not', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  const { nonce } = only(stream.delta('cluster', { subscribe: ['*'] }));
  stream.delta('cluster', { responseNonce: nonce });
  expect(only(stream.serve(fixedCluster('a'), fixedCluster('b', 2)))).toMatchObject({
    resources: ['b@2'],
    removed: [],
  });
});

test('a resource that is to be deleted stands in removed_resources', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'), fixedCluster('b'));
  const { nonce } = only(stream.delta('cluster'));
  stream.delta('cluster', { responseNonce: nonce });
  expect(only(stream.serve(fixedCluster('a')))).toMatchObject({ resources: [], removed: ['b'] });
});

test('a resource that is subscribed to and does not exist stands in removed_resources, once', () => {
  const stream = openStream('delta');
  stream.serve();
  const { nonce, removed } = only(stream.delta('clusterLoadAssignment', { subscribe: ['a'] }));
  expect(removed).toEqual(['a']);
  expect(stream.delta('clusterLoadAssignment', { responseNonce: nonce })).toEqual([]);
  expect(only(stream.serve(endpoints('a'))).resources).toEqual(['a@1']);
});

test('the server must still provide resources that the client is already subscribed to', () => {
  const stream = openStream('delta');
  stream.serve(endpoints('a'));
  const first = only(stream.delta('clusterLoadAssignment', { subscribe: ['a'] }));
  stream.delta('clusterLoadAssignment', { responseNonce: first.nonce });
  expect(only(stream.delta('clusterLoadAssignment', { subscribe: ['a'] })).resources).toEqual(['a@1']);
});

test('a superfluous unsubscription is ignored', () => {
  const stream = openStream('delta');
  stream.serve(endpoints('a'));
  expect(stream.delta('clusterLoadAssignment', { unsubscribe: ['never'] })).toEqual([]);
});

test('a name unsubscribed beside "*" is answered by the resource, or by its removal', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'));
  const first = only(stream.delta('cluster', { subscribe: ['*', 'a', 'gone'] }));
  expect(first).toMatchObject({ resources: ['a@1'], removed: ['gone'] });
  stream.delta('cluster', { responseNonce: first.nonce });
  expect(only(stream.delta('cluster', { unsubscribe: ['a', 'gone'] }))).toMatchObject({
    resources: ['a@1'],
    removed: ['gone'],
  });
});

test('changes to the subscription are honoured even if the nonce is stale', () => {
  const stream = openStream('delta');
  stream.serve(endpoints('a'), endpoints('b'));
  const first = only(stream.delta('clusterLoadAssignment', { subscribe: ['a'] }));
  stream.delta('clusterLoadAssignment', { responseNonce: first.nonce });
  const stale = { subscribe: ['b'], responseNonce: 'stale' };
  expect(only(stream.delta('clusterLoadAssignment', stale)).resources).toEqual(['b@1']);
});

test('a spontaneous request is no ACK', () => {
  const stream = openStream('delta');
  stream.serve(endpoints('a'), endpoints('b'));
  const first = only(stream.delta('clusterLoadAssignment', { subscribe: ['a'] }));
  expect(stream.delta('clusterLoadAssignment', { subscribe: ['b'] })).toEqual([]);
  expect(stream.verdicts).toEqual([]);
  const next = only(stream.delta('clusterLoadAssignment', { responseNonce: first.nonce }));
  expect(next.resources).toEqual(['b@1']);
});

test('on reconnect only what differs from initial_resource_versions is sent, removals included', () => {
  const stream = openStream('delta');
  stream.serve(listener('same', 1, []), listener('changed', 2, []), listener('new', 1, []));
  const initialVersions = { same: '1', changed: '1', gone: '1' };
  expect(only(stream.delta('listener', { initialVersions }))).toMatchObject({
    resources: ['changed@2', 'new@1'],
    removed: ['gone'],
  });
});

test('on reconnect a client that is up to date hears nothing', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'), endpoints('a'));
  expect(stream.delta('cluster', { subscribe: ['*'], initialVersions: { a: '1' } })).toEqual([]);
  expect(stream.delta('clusterLoadAssignment', { subscribe: ['a'], initialVersions: { a: '1' } })).toEqual([]);
});

test('a refused response is tried again in halves until the culprit stands alone', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'), fixedCluster('b'), fixedCluster('c'), fixedCluster('d'));
  const sent: (readonly string[])[] = [];
  let said = stream.delta('cluster');
  while (said.length > 0) {
    const { nonce, resources } = only(said);
    sent.push(resources);
    said = stream.delta('cluster', {
      responseNonce: nonce,
      ...(resources.includes('c@1') ? { error } : {}),
    });
  }
  expect(sent).toEqual([['a@1', 'b@1', 'c@1', 'd@1'], ['a@1', 'b@1'], ['c@1', 'd@1'], ['c@1'], ['d@1']]);
  const refused = stream.verdicts.filter(({ kind }) => kind === 'rejected');
  expect(refused.at(-1)).toMatchObject({ names: ['c'], error });
});

test('a refused change that is taken back is undone for certain', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'));
  const first = only(stream.delta('cluster'));
  stream.delta('cluster', { responseNonce: first.nonce });
  const bad = only(stream.serve(fixedCluster('a', 2)));
  stream.delta('cluster', { responseNonce: bad.nonce, error });
  expect(only(stream.serve(fixedCluster('a'))).resources).toEqual(['a@1']);
});

test('a stream whose client reads too slowly gets nothing, and afterwards the latest', () => {
  const stream = openStream('delta');
  stream.serve(fixedCluster('a'));
  stream.pause();
  expect(stream.delta('cluster')).toEqual([]);
  expect(stream.serve(fixedCluster('a', 2))).toEqual([]);
  expect(only(stream.resume()).resources).toEqual(['a@2']);
});
