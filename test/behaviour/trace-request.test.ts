import { describe, expect, it } from 'vitest';
import type { MeshRequest } from '../../lib/behaviour/mesh-request.js';
import type { RequestProblem } from '../../lib/behaviour/request-problem.js';
import { simulateIr } from '../../lib/behaviour/simulate-ir.js';
import { traceRequest } from '../../lib/behaviour/trace-request.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { meshIr } from '../support/mesh-ir.js';

const origin = { kind: 'user', constructPath: 'shop' } as const;
const version = (name: string) => ({ kind: 'version', service: 'cart', version: name }) as const;

const shop = meshIr.mesh({
  services: [
    meshIr.service('cart', {
      ports: [{ ...meshIr.port('http', 80), targetPort: 8080 }],
      versions: [
        meshIr.version('v1', { replicas: 3 }),
        meshIr.version('v2', { replicas: 1 }),
        meshIr.version('v3', { replicas: 0 }),
      ],
      routes: [
        meshIr.httpRoute(
          'split',
          {
            kind: 'forward',
            destinations: [
              { destination: version('v1'), weight: 80 },
              { destination: version('v2'), weight: 20 },
            ],
            rewrite: { path: { kind: 'prefix', prefix: '/new' } },
          },
          {
            match: {
              anyOf: [{ paths: [{ kind: 'prefix', value: '/old' }], methods: [], headers: [], queryParameters: [] }],
            },
            policies: {
              fault: { origin, abort: { status: { kind: 'http', code: 418 }, percent: 25 } },
            },
          },
        ),
        meshIr.httpRoute('gone', version('v3'), {
          match: {
            anyOf: [{ paths: [{ kind: 'exact', value: '/gone' }], methods: [], headers: [], queryParameters: [] }],
          },
        }),
      ],
    }),
    meshIr.service('db', { ports: [meshIr.port('tcp', 5432, 'tcp')], clusterIp: '10.96.0.7' }),
    meshIr.service('web', { calls: [meshIr.call('cart'), meshIr.call('db')] }),
  ],
  gateways: [
    meshIr.gateway('ingress', {
      hosts: ['shop.example'],
      routes: [meshIr.httpRoute('all', { kind: 'service', service: 'web' })],
    }),
    meshIr.gateway('two-doors', {
      ports: [meshIr.port('http', 8081), meshIr.port('http-admin', 9091)],
      routes: [
        meshIr.httpRoute('admin', { kind: 'service', service: 'cart' }, { port: 'http-admin' }),
        meshIr.httpRoute('all', { kind: 'service', service: 'web' }, { port: 'http' }),
      ],
    }),
  ],
});

/** What a request comes to, each end with its probability. */
function ends(request: Partial<MeshRequest> & Pick<MeshRequest, 'from' | 'url'>, ir: MeshIr = shop): unknown {
  const { simulated } = simulateIr(ir);
  if (simulated === undefined) throw new Error('the mesh has errors');
  const trace = traceRequest(simulated, { method: 'GET', headers: [], ...request });
  if ('message' in trace) return trace;
  return trace.results.map(({ probability: { numerator, denominator }, end }) => {
    const share = `${numerator}/${denominator}`;
    switch (end.kind) {
      case 'workload':
        return `${share} ${end.workload} ${end.request === undefined ? 'bytes' : end.request.path}`;
      case 'answer':
        return `${share} ${end.status} ${end.why} by ${end.proxy}`;
      case 'closed':
        return `${share} closed by ${end.proxy}: ${end.reason}`;
      case 'outside':
      case 'unknown':
        return `${share} ${end.kind}`;
    }
  });
}

describe('traceRequest', () => {
  it('follows a request through both proxies to every program that may answer, with exact probabilities', () => {
    expect(ends({ from: 'web', url: 'http://cart/old/1?page=2' })).toEqual([
      '3/5 cart@v1 /new/1?page=2',
      '1/4 418 fault by web',
      '3/20 cart@v2 /new/1?page=2',
    ]);
  });

  it('spreads requests to a whole service over the versions as their replicas do', () => {
    expect(ends({ from: 'web', url: 'http://cart/' })).toEqual(['3/4 cart@v1 /', '1/4 cart@v2 /']);
  });

  it('answers 503 where a version has no replicas', () => {
    expect(ends({ from: 'web', url: 'http://cart/gone' })).toEqual(['1/1 503 no-endpoint by web']);
  });

  it('follows connections of bytes by their address', () => {
    expect(ends({ from: 'web', url: 'tcp://db:5432' })).toEqual(['1/1 db@v1 bytes']);
    expect(ends({ from: 'web', url: '/', to: { name: 'db' } })).toEqual(['1/1 db@v1 bytes']);
  });

  it('takes a path alone at a gateway of one host, and answers 404 to other hosts', () => {
    expect(ends({ from: 'ingress', url: '/x' })).toEqual(['1/1 web@v1 /x']);
    expect(ends({ from: 'ingress', url: 'http://other.example/x' })).toEqual(['1/1 404 no-route by ingress']);
  });

  it('takes the port of a gateway by its name', () => {
    const url = '/old/1';
    expect(ends({ from: 'two-doors', to: { name: 'two-doors', port: 'http' }, url })).toEqual(['1/1 web@v1 /old/1']);
    expect(ends({ from: 'two-doors', to: { name: 'two-doors', port: 'http-admin' }, url })).toHaveLength(3);
  });

  it('knows that a caller without the declared call gets nowhere', () => {
    expect(ends({ from: 'cart', url: 'http://web:8080/' })).toEqual(['1/1 closed by cart: no-endpoint']);
    expect(ends({ from: 'web', url: 'http://google.example/' })).toEqual(['1/1 502 direct-response by web']);
  });

  it('closes a TLS connection where plain text is spoken', () => {
    expect(ends({ from: 'ingress', url: 'https://shop.example/' })).toEqual(['1/1 closed by ingress: tls-unexpected']);
  });

  it.each([
    [{ from: 'webb', url: '/' }, 'the mesh "shop" has no service or gateway "webb"', 'did you mean "web"?'],
    [
      { from: 'web', url: '/x' },
      'the request from "web" to "/x" does not say which service it is for',
      'http://cart:80/x',
    ],
    [
      { from: 'web', url: 'ftp://cart/' },
      '"ftp://cart/" has the scheme "ftp", expected http, https, tcp or tls',
      undefined,
    ],
    [{ from: 'web', url: 'http://cart:99999/' }, '"cart:99999" has the port 99999, expected 1 to 65535', undefined],
    [{ from: 'web', url: 'cart' }, '"cart" is no URL and no path', 'a path begins with "/"'],
    [
      { from: 'web', url: '/', to: { name: 'cartt' } },
      'the mesh "shop" has no service "cartt"',
      'did you mean "cart"?',
    ],
    [
      { from: 'ingress', url: '/', to: { name: 'cart' } },
      'a request to the gateway "ingress" cannot say its callee, "cart": the routes of the gateway decide',
      'leave it out, or say the service that sends the request',
    ],
    [
      { from: 'two-doors', url: '/', to: { name: 'two-doors', port: 'htp' } },
      'the gateway "two-doors" has no port "htp"',
      'it has http (8081), http-admin (9091)',
    ],
    [
      { from: 'two-doors', url: '/x' },
      'the gateway "two-doors" has several ports, and the request to "/x" names none',
      'write a whole URL, for example http://HOST:8081/x',
    ],
    [{ from: 'web', url: 'http://cart/', source: 'here' }, 'the source "here" is no IP address', undefined],
    [{ from: 'web', url: 'http://cart/', method: 'G T' }, 'no such request can exist', undefined],
  ])('refuses %j with a reason', (request, message, hint) => {
    const problem = ends(request) as RequestProblem;
    expect(problem.message).toContain(message);
    expect(problem.hint ?? '').toContain(hint ?? '');
  });
});
