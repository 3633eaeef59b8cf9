import { expect, it } from 'vitest';
import { calleeEnv } from '../../lib/ir/callee-env.js';
import type { ServiceProxy } from '../../lib/ir/effective-mesh.js';
import { portUrl } from '../../lib/ir/port-url.js';
import type { Service } from '../../lib/ir/service.js';
import { effectiveMesh, port, service } from '../support/effective-mesh.js';

function envOf(callees: readonly Service[]): Record<string, string> {
  const caller = service('caller', { callees: callees.map(({ name }) => name) });
  const mesh = effectiveMesh({ services: [caller, ...callees] });
  const proxy = mesh.proxies.find(({ name }) => name === 'caller') as ServiceProxy; // every service has one
  return calleeEnv(proxy, (callee, each) => portUrl(each.protocol, callee.service.name, each.number));
}

it('names each port of a callee, and its main port by the callee alone', () => {
  expect(envOf([service('ratings', { ports: [port('admin', 9081), port('http', 9080)] })])).toEqual({
    RATINGS_ADMIN_URL: 'http://ratings:9081',
    RATINGS_HTTP_URL: 'http://ratings:9080',
    RATINGS_URL: 'http://ratings:9080',
  });
});

it('takes the first port by name where none is called http', () => {
  const ports = [port('grpc', 7070, 'grpc'), port('tcp', 5432, 'tcp')];
  expect(envOf([service('cart', { ports })])).toMatchObject({ CART_URL: 'grpc://cart:7070' });
});

it('writes names that every shell can read', () => {
  expect(Object.keys(envOf([service('3d-view')]))).toEqual(['_3D_VIEW_HTTP_URL', '_3D_VIEW_URL']);
});

it('keeps the address of a callee whose name reads like the port of another', () => {
  const env = envOf([
    service('user', { ports: [port('http', 1)] }),
    service('user-http', { ports: [port('http', 2)] }),
  ]);
  expect(env['USER_HTTP_URL']).toBe('http://user-http:2');
});

it('says nothing to a service that calls nobody', () => {
  expect(envOf([])).toEqual({});
});
