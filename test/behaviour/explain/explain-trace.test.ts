import { expect, test } from 'vitest';
import type { ExplainedStep } from '../../../lib/behaviour/explain/explained-step.js';
import type { Explanation } from '../../../lib/behaviour/explain/explanation.js';
import { renderExplanation } from '../../../lib/behaviour/explain/render-explanation.js';
import { explainShop } from '../../support/explained-shop.js';

const tester = explainShop({ from: 'web', url: 'http://cart:8080/x', headers: [['x-tester', 'yes']] });

test('says which listeners took the connection and which domain answered', () => {
  expect(stepOf(tester, 'accepted')).toMatchObject({ listeners: ['outbound', 'outbound/8080'], speaks: 'http' });
  expect(stepOf(tester, 'virtual-host')).toMatchObject({ name: 'cart', domain: 'cart', authority: 'cart:8080' });
});

test('says of each route before the one that took the request why it did not', () => {
  const passed = steps(explainShop({ from: 'web', url: 'http://cart:8080/x' }), 'passed-over');
  expect(passed).toMatchObject([
    {
      route: 'cart/http/testers',
      reasons: ['header x-tester is missing; asked for: header x-tester is "yes"'],
      origin: { source: { file: 'main.ts', line: 12 } },
    },
  ]);
});

test('counts the routes that are for other paths', () => {
  const explanation = explainShop({ from: 'web', url: 'http://cart:8080/x' });
  expect(stepOf(explanation, 'others-passed-over')).toMatchObject({ pathFits: 0, pathDiffers: 3 });
});

test('tells the routes for other paths where none takes the request', () => {
  const explanation = explainShop({ from: 'ingress', url: 'http://shop.example:8080/card' });
  expect(steps(explanation, 'passed-over')).toMatchObject([
    { route: 'ingress/http/cart', reasons: ['path is "/card"; asked for: path is /cart or below it'] },
  ]);
  expect(steps(explanation, 'others-passed-over')).toEqual([]);
  expect(stepOf(explanation, 'no-route')).toBeDefined();
});

test('names the line of the program for the route and for each of its policies', () => {
  expect(stepOf(tester, 'route')).toMatchObject({
    route: 'cart/http/testers',
    condition: 'header x-tester is "yes"',
    origin: { source: { line: 12 } },
  });
  expect(stepOf(tester, 'fault')).toMatchObject({
    delay: { durationMs: 500, probability: { numerator: 1, denominator: 2 } },
    abort: { status: 418, probability: { numerator: 1, denominator: 4 } },
    origin: { source: { line: 15 } },
  });
  expect(stepOf(tester, 'timeouts').values).toMatchObject([
    { name: 'request', value: '3 s', origin: { kind: 'user', source: { line: 13 } } },
    { name: 'idle', origin: { kind: 'default' } },
  ]);
  expect(stepOf(tester, 'retries').values.slice(0, 2)).toMatchObject([
    { name: 'attempts', value: 'at most 2', origin: { source: { line: 14 } } },
    { name: 'on', value: '5xx', origin: { source: { line: 14 } } },
  ]);
});

test('tells results with exact shares, the likeliest first', () => {
  expect(tester.results.map(({ probability, end }) => [probability, end.kind])).toEqual([
    [{ numerator: 3, denominator: 4 }, 'workload'],
    [{ numerator: 1, denominator: 4 }, 'answer'],
  ]);
});

test('says what path, host and headers were and what they become', () => {
  const explanation = explainShop({ from: 'web', url: 'http://cart:8080/api/1?a=b', headers: [['cookie', 'x=1']] });
  const [rewrite] = steps(explanation, 'rewrite');
  expect(rewrite).toMatchObject({ by: 'route', clusters: [], origin: { source: { line: 20 } } });
  expect(rewrite?.changes).toEqual([
    { what: 'authority', before: 'cart:8080', after: 'cart.internal' },
    { what: 'path', before: '/api/1?a=b', after: '/v2/1?a=b' },
    { what: 'header cookie', before: 'x=1', after: undefined },
    { what: 'header x-shop', before: undefined, after: 'yes' },
  ]);
});

test('goes on through the proxy before the callee to the program', () => {
  const explanation = explainShop({ from: 'ingress', url: 'http://shop.example:8080/cart/1' });
  expect(explanation.hops.map(({ proxy, before }) => [proxy, before])).toEqual([
    ['ingress', []],
    ['web', ['web@v1']],
  ]);
  expect(explanation.hops[1]?.steps.find(({ kind }) => kind === 'destination')).toMatchObject({
    cluster: 'inbound/http',
    ends: [{ kind: 'own-workload' }],
  });
});

test('tells the proxy of several versions once, with all that are behind it', () => {
  const { hops } = explainShop({ from: 'web', url: 'http://cart:8080/x' });
  expect(hops.map(({ proxy, before }) => [proxy, before])).toEqual([
    ['web', []],
    ['cart', ['cart@v1', 'cart@v2']],
  ]);
});

test('says what was cleaned before anyone looked', () => {
  const explanation = explainShop({ from: 'web', url: 'http://cart:8080/x/../y' });
  expect(stepOf(explanation, 'cleaned').changes).toContainEqual({ what: 'path', before: '/x/../y', after: '/y' });
});

test('tells a redirect with its location', () => {
  const explanation = explainShop({ from: 'web', url: 'http://cart:8080/old' });
  expect(stepOf(explanation, 'answer')).toMatchObject({
    by: 'redirect',
    status: 301,
    location: 'http://cart:8080/new',
  });
});

test('says that a call which is not declared is denied, of requests and of connections', () => {
  const request = explainShop({ from: 'web', url: 'http://stock:8080/' });
  expect(stepOf(request, 'denial')).toMatchObject({
    status: 502,
    text: 'service "web" does not declare a call to "stock:8080"',
  });
  const connection = explainShop({ from: 'web', url: 'tcp://db:5432' });
  expect(stepOf(connection, 'denial').text).toBe('service "web" declares no call to this address and port');
  expect(connection.results.map(({ denial }) => denial)).toEqual([stepOf(connection, 'denial').text]);
  expect(stepOf(connection, 'destination').ends).toMatchObject([{ kind: 'no-endpoint', name: 'closed' }]);
});

test('tells a caller that speaks gRPC the gRPC status that it gets', () => {
  const headers = [['content-type', 'application/grpc']] as const;
  const denied = explainShop({ from: 'web', method: 'POST', url: 'http://stock:8080/', headers });
  expect(denied.results).toMatchObject([{ grpcStatus: 14, end: { status: 502 } }]);
  const text = renderExplanation(denied);
  expect(text.split('\n')[0]).toContain('-> denied with gRPC status 14: service "web" does not declare');
  const notGrpc = explainShop({ from: 'web', method: 'POST', url: 'http://stock:8080/' });
  expect(notGrpc.results).toMatchObject([{ grpcStatus: undefined }]);
});

test('says that no virtual host is for a host of strangers', () => {
  const explanation = explainShop({ from: 'ingress', url: 'http://other.example:8080/cart' });
  expect(stepOf(explanation, 'no-virtual-host')).toMatchObject({ authority: 'other.example:8080' });
});

test('says why the connection manager refuses a request', () => {
  const refused = explainShop({ from: 'web', method: 'FOO', url: 'http://cart:8080/' });
  expect(stepOf(refused, 'refused').outcome).toMatchObject({ status: 400, reason: 'method' });
});

test('tells connections to their workload', () => {
  const explanation = explainShop({ from: 'stock', url: 'tcp://db:5432' });
  expect(explanation.request.method).toBeUndefined();
  expect(explanation.results.map(({ end }) => end)).toMatchObject([{ kind: 'workload', workload: 'db@v1' }]);
});

function steps<K extends ExplainedStep['kind']>(
  { hops }: Explanation,
  kind: K,
): readonly Extract<ExplainedStep, { kind: K }>[] {
  const isWanted = (step: ExplainedStep): step is Extract<ExplainedStep, { kind: K }> => step.kind === kind;
  return (hops[0]?.steps ?? []).filter(isWanted);
}

function stepOf<K extends ExplainedStep['kind']>(
  explanation: Explanation,
  kind: K,
): Extract<ExplainedStep, { kind: K }> {
  const [only] = steps(explanation, kind);
  if (only === undefined) throw new Error(`no step ${kind}`);
  return only;
}
