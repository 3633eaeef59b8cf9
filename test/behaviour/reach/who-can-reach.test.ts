import { expect, test } from 'vitest';
import type { ReachAnswer } from '../../../lib/behaviour/reach/reach-answer.js';
import { renderReach } from '../../../lib/behaviour/reach/render-reach.js';
import type { RequestLimits } from '../../../lib/behaviour/reach/request-limits.js';
import { whoCanReach } from '../../../lib/behaviour/reach/who-can-reach.js';
import { simulateIr } from '../../../lib/behaviour/simulate-ir.js';
import { traceRequest } from '../../../lib/behaviour/trace-request.js';
import { simulatedShop } from '../../support/explained-shop.js';
import { meshIr } from '../../support/mesh-ir.js';

const shop = simulatedShop();

test('finds direct callers, and those further away with a chain to the service', () => {
  const { found, others } = ask('cart');
  expect(found.map(({ name, kind, chain }) => [name, kind, chain])).toEqual([
    ['web', 'service', ['web', 'cart']],
    ['ingress', 'gateway', ['ingress', 'web', 'cart']],
  ]);
  expect(others).toEqual(['db', 'stock']);
});

test('leaves out routes that no request takes', () => {
  const ways = ask('cart').found[0]?.edges[0]?.ways ?? [];
  expect(ways.map(({ route }) => route)).toEqual(['cart/http/testers', 'cart/http/api', 'cart/http/all']);
});

test('shows each way by a request that the simulator follows to the service', () => {
  const { found } = ask('cart');
  for (const { edges } of found) {
    for (const { from, to, ways } of edges) {
      for (const { witness, probability, route } of ways) {
        if (witness?.method === undefined) throw new Error(`no request for ${route}`);
        const trace = traceRequest(shop, { ...witness, method: witness.method, from });
        if ('message' in trace) throw new Error(trace.message);
        expect(trace.step.decision?.route?.name).toBe(route);
        const ends = trace.results.flatMap(({ end }) => (end.kind === 'workload' ? [end.workload.split('@')[0]] : []));
        expect(new Set(ends)).toEqual(new Set([to]));
        expect(probability?.numerator).toBeGreaterThan(0);
      }
    }
  }
});

test('counts what a fault leaves over', () => {
  const ways = ask('cart').found[0]?.edges[0]?.ways ?? [];
  expect(ways.map(({ probability }) => probability)).toEqual([
    { numerator: 3, denominator: 4 },
    { numerator: 1, denominator: 1 },
    { numerator: 1, denominator: 1 },
  ]);
});

test('counts only the requests that are asked about', () => {
  const ways = (limits: RequestLimits): unknown =>
    ask('cart', limits).found[0]?.edges[0]?.ways.map(({ route }) => route);
  expect(ways({ method: 'GET', path: '/api/x' })).toEqual(['cart/http/testers', 'cart/http/api']);
  expect(ways({ method: 'POST', path: '/other' })).toEqual(['cart/http/testers', 'cart/http/all']);
  expect(ask('cart', { method: 'GET', path: '/old' }).found).toEqual([]);
});

test('asks the limits of the last step only', () => {
  const { found } = ask('cart', { method: 'GET', path: '/api/x' });
  expect(found.map(({ name }) => name)).toEqual(['web', 'ingress']);
  expect(found[1]?.edges[0]?.ways[0]?.witness).toMatchObject({ url: 'http://shop.example:8080/cart' });
});

test('names hosts and ports that a gateway is reached at', () => {
  const ingress = ask('web').found[0];
  expect(ingress?.edges[0]?.ways).toMatchObject([
    { hosts: ['shop.example'], port: 8080, condition: 'path is /cart or below it', kind: 'http' },
  ]);
});

test('finds callers by TCP', () => {
  const { found } = ask('db');
  expect(found.map(({ name }) => name)).toEqual(['stock', 'cart', 'web', 'ingress']);
  expect(found[0]?.edges[0]?.ways).toMatchObject([
    { kind: 'tcp', port: 5432, witness: { method: undefined, url: 'tcp://db:5432' } },
  ]);
});

test('does not count a caller all of whose requests meet a fault', () => {
  const broken = {
    origin: { kind: 'user', constructPath: 'x' } as const,
    abort: { status: { kind: 'http', code: 500 } as const, percent: 100 },
  };
  const callee = meshIr.service('callee', {
    routes: [meshIr.httpRoute('broken', { kind: 'service', service: 'callee' }, { policies: { fault: broken } })],
  });
  const ir = meshIr.mesh({ services: [callee, meshIr.service('caller', { calls: [meshIr.call('callee')] })] });
  const { simulated } = simulateIr(ir);
  if (simulated === undefined) throw new Error('the mesh does not compile');
  expect(whoCanReach(simulated, 'callee')).toMatchObject({ found: [], others: ['caller'] });
});

test('ends where services call each other in a circle', () => {
  const ir = meshIr.mesh({
    services: [meshIr.service('a', { calls: [meshIr.call('b')] }), meshIr.service('b', { calls: [meshIr.call('a')] })],
  });
  const { simulated } = simulateIr(ir);
  if (simulated === undefined) throw new Error('the mesh does not compile');
  expect(whoCanReach(simulated, 'a')).toMatchObject({
    found: [
      { name: 'b', chain: ['b', 'a'] },
      { name: 'a', chain: ['a', 'b', 'a'] },
    ],
  });
});

test('finds callers of external services', () => {
  const ir = meshIr.mesh({
    services: [
      meshIr.service('web', { calls: [meshIr.call('pay', { callee: { kind: 'external-service', name: 'pay' } })] }),
    ],
    externalServices: [meshIr.externalService('pay', { hosts: ['a.example.com', 'b.example.com'] })],
  });
  const { simulated } = simulateIr(ir);
  if (simulated === undefined) throw new Error('the mesh does not compile');
  const answer = whoCanReach(simulated, 'pay');
  expect(answer).toMatchObject({ found: [{ name: 'web', chain: ['web', 'pay'] }] });
});

test('says which names it knows where the service is a stranger', () => {
  expect(whoCanReach(shop, 'carts')).toEqual({
    message: 'the mesh "shop" has no "carts" to ask about',
    hint: 'did you mean "cart"?',
  });
});

test('tells people the answer first, then each step with a request', () => {
  const text = renderReach(ask('cart', { method: 'GET', path: '/api/x' }));
  expect(text.split('\n').slice(0, 7)).toEqual([
    'cart with GET /api/x can be reached by web, ingress',
    '',
    'web: directly',
    '  web -> cart at cart:8080, route "cart/http/testers": header x-tester is "yes", 75% of them  main.ts:12:1',
    "    for example GET http://cart:8080/api/x -H 'x-tester: yes'",
    '  web -> cart at cart:8080, route "cart/http/api": path is /api or below it  main.ts:20:1',
    '    for example GET http://cart:8080/api/x',
  ]);
  expect(text).toContain('\ningress (gateway, from outside): through web, which it makes call it\n');
  expect(text.endsWith('\nnot: db, stock\n')).toBe(true);
});

test.each([
  ['GET', '/x/../api', 'proxies clean the path "/x/../api" before they look at routes', 'ask for "/api"'],
  ['GET', '/%61pi', 'proxies clean the path "/%61pi" before they look at routes', 'ask for "/api"'],
  ['GET', '/api//x', 'proxies clean the path "/api//x" before they look at routes', 'ask for "/api/x"'],
  ['GET', '/api%2Fx', 'proxies clean the path "/api%2Fx" before they look at routes', 'ask for "/api/x"'],
  ['GET', '/%00', 'no route sees the path "/%00": Envoy refuses it with 400', undefined],
  ['get', '/api', 'Envoy knows no method "get"', 'did you mean "GET"?'],
  ['GET', '/a b', 'no such request can exist: path "/a b" holds a blank, which has to be percent-encoded', undefined],
  ['G T', '/api', 'no such request can exist: "G T" is no method', undefined],
])(
  'says of no requests %s %s that nobody reaches a service with them, but why none can',
  (method, path, message, hint) => {
    const answer = whoCanReach(shop, 'cart', { method, path });
    if (!('message' in answer)) throw new Error('it was answered');
    expect(answer.message).toContain(message);
    expect(answer.hint).toBe(hint);
  },
);

function ask(service: string, limits?: RequestLimits): ReachAnswer {
  const answer = whoCanReach(shop, service, limits);
  if ('message' in answer) throw new Error(answer.message);
  return answer;
}
