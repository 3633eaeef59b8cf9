import { expect, test } from 'vitest';
import { createProxyStates } from '../../../lib/control-plane/proxies/create-proxy-states.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { originOf } from '../../support/effective-mesh.js';

const { cluster, listener } = resourceTypeUrls;
const group = 'sidecar~a/v1';
const hourMs = 3_600_000;

/** States whose served versions and time a test sets. */
function start() {
  const served = new Map<string, string>();
  const time = { now: 1_000 };
  const states = createProxyStates({
    now: () => time.now,
    servedVersion: (_group, _type, name) => served.get(name),
    originsOf: (_group, _type, name) => [originOf(`shop/${name}`)],
  });
  const on = (nodeId: string, stream: number) => (event: object) => {
    states.apply({
      nodeId,
      group,
      stream,
      type: cluster,
      version: 'v',
      names: [],
      removed: [],
      ...event,
    } as unknown as XdsEvent);
  };
  const type = (nodeId = 'n') => states.list().find((state) => state.nodeId === nodeId)?.types[0];
  return { served, time, states, on, type };
}

const refused = (...names: string[]) => ({ kind: 'rejected', names, error: { code: 3, message: 'no' } });

test('a node is pending until it has accepted what it was sent and nothing is left', () => {
  const { on, type } = start();
  const node = on('n', 1);
  node({ kind: 'opened' });
  node({ kind: 'unsettled' });
  node({ kind: 'sent', names: ['c'] });
  expect(type()).toEqual({ typeUrl: cluster, status: 'pending', acceptedVersion: '' });
  node({ kind: 'accepted', version: 'v1' });
  node({ kind: 'settled' });
  expect(type()).toEqual({ typeUrl: cluster, status: 'synced', acceptedVersion: 'v1' });
});

test('a refusal stands with its words, its resources and their origins', () => {
  const { on, type, served } = start();
  const node = on('n', 1);
  served.set('c', '1').set('d', '1');
  node({ kind: 'sent', names: ['c', 'd'] });
  node(refused('c', 'd'));
  node({ kind: 'settled' });
  expect(type()).toEqual({
    typeUrl: cluster,
    status: 'refused',
    acceptedVersion: '',
    refusal: {
      names: ['c', 'd'],
      message: 'no',
      origins: [originOf('shop/c'), originOf('shop/d')],
      at: 1_000,
    },
  });
});

test('of a refused response that is tried again in parts the part that is accepted is refused no more', () => {
  const { on, type, served } = start();
  const node = on('n', 1);
  served.set('c', '1').set('d', '1');
  node({ kind: 'sent', names: ['c', 'd'] });
  node(refused('c', 'd'));
  node({ kind: 'sent', names: ['c'] });
  node({ kind: 'accepted', version: 'v2' });
  node({ kind: 'sent', names: ['d'] });
  node(refused('d'));
  node({ kind: 'settled' });
  expect(type()).toMatchObject({ status: 'refused', acceptedVersion: 'v2', refusal: { names: ['d'] } });
});

test('a refused resource that is taken back or replaced is refused no more, though nothing was sent', () => {
  const { on, type, served } = start();
  const node = on('n', 1);
  served.set('c', '2');
  node({ kind: 'sent', names: ['c'] });
  node(refused('c'));
  node({ kind: 'settled' });
  expect(type()?.status).toBe('refused');
  served.set('c', '1');
  expect(type()?.status).toBe('synced');
});

test('what the old stream of a node that came back still says counts no more', () => {
  const { on, type, states } = start();
  const [old, fresh] = [on('n', 1), on('n', 2)];
  old({ kind: 'opened' });
  old({ kind: 'settled' });
  fresh({ kind: 'opened' });
  fresh({ kind: 'unsettled' });
  old({ kind: 'settled' });
  expect(type()?.status).toBe('pending');
  expect(states.list()[0]?.streams).toBe(2);
  old({ kind: 'closed' });
  expect(states.list()[0]?.streams).toBe(1);
});

test('a node that has left is remembered for an hour', () => {
  const { on, states, time } = start();
  const node = on('n', 1);
  node({ kind: 'opened' });
  time.now += 10;
  node({ kind: 'closed' });
  time.now += hourMs;
  expect(states.list()).toMatchObject([{ nodeId: 'n', streams: 0, connectedAt: 1_000, lastHeardAt: 1_010 }]);
  time.now += 1;
  expect(states.list()).toEqual([]);
});

test('names of nodes without end do not fill the memory', () => {
  const { on, states } = start();
  for (let index = 0; index < 10_005; index++) {
    const node = on(`n${String(index).padStart(5, '0')}`, index);
    node({ kind: 'opened' });
    node({ kind: 'closed' });
  }
  const ids = states.list().map(({ nodeId }) => nodeId);
  expect(ids).toHaveLength(10_000);
  expect(ids[0]).toBe('n00005');
});

test('lists nodes by id and types by URL', () => {
  const { on, states } = start();
  on('b', 1)({ kind: 'opened' });
  const node = on('a', 2);
  node({ kind: 'settled', type: listener });
  node({ kind: 'settled', type: cluster });
  const found = states.list();
  expect(found.map(({ nodeId }) => nodeId)).toEqual(['a', 'b']);
  expect(found[0]?.types.map(({ typeUrl }) => typeUrl)).toEqual([cluster, listener]);
});
