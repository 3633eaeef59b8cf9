import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { meshIr } from './mesh-ir.js';

const origin = { kind: 'user', constructPath: 'shop/policy' } as const;
const version = (name: string) => ({ kind: 'version', service: 'reviews', version: name }) as const;
const split = [
  { destination: version('v1'), weight: 99.5 },
  { destination: version('v2'), weight: 0.5 },
];

const performance = { serviceTimeMs: 2.5, concurrency: 8 };
const transfer = {
  requestSizeBytes: 512,
  responseSizeBytes: 4096,
  bandwidthBitsPerSecond: 1e9,
  roundTripMs: 0.5,
};

/** A mesh that uses every policy, match, rewrite and kind of destination once. */
export function everyFeature(): MeshIr {
  return meshIr.mesh({
    policies: {
      outlierDetection: { origin, consecutive5xx: 5 },
      circuitBreaker: { origin, maxConnections: 10, maxPendingRequests: 20, maxRequests: 30, maxRetries: 4 },
    },
    services: [
      meshIr.service('client', {
        calls: [
          meshIr.call('api', { callee: { kind: 'external-service', name: 'api' } }),
          meshIr.call('db'),
          meshIr.call('ledger', {
            policies: { loadBalancing: { origin, kind: 'random' } },
            load: { requestsPerRequest: 0.5, parallelGroup: 'books', transfer },
          }),
          meshIr.call('mail', { callee: { kind: 'external-service', name: 'mail' } }),
          meshIr.call('reviews', { policies: { timeout: { origin, requestMs: 2500, connectMs: 250 } } }),
        ],
      }),
      meshIr.service('db', {
        clusterIp: '10.96.0.7',
        ports: [meshIr.port('tcp', 5432, 'tcp')],
        versions: [meshIr.version('blue'), meshIr.version('green')],
        policies: { loadBalancing: { origin, kind: 'ring-hash', hashOn: [{ kind: 'source-ip' }] } },
      }),
      meshIr.service('ledger', { ports: [meshIr.port('grpc', 9090, 'grpc')] }),
      meshIr.service('reviews', {
        ports: [{ ...meshIr.port('http', 80), targetPort: 9080 }],
        versions: [
          meshIr.version('v1', {
            performance,
            probes: {
              readiness: {
                kind: 'http',
                path: '/health',
                port: 9999,
                periodMs: 1e3,
                timeoutMs: 1e3,
                failureThreshold: 3,
              },
            },
          }),
          meshIr.version('v2', {
            performance,
            policies: {
              loadBalancing: { origin, kind: 'maglev', hashOn: [{ kind: 'cookie', name: 'seat', ttlMs: 0 }] },
            },
          }),
        ],
        policies: {
          retries: { origin, attempts: 2, on: ['connect-failure', 'reset'], statusCodes: [503], perTryTimeoutMs: 500 },
        },
        routes: [
          meshIr.httpRoute('matched', version('v2'), {
            match: {
              anyOf: [
                {
                  paths: [{ kind: 'exact', value: '/a' }],
                  methods: ['GET', 'HEAD'],
                  headers: [
                    { name: 'x-a', matcher: { kind: 'regex', value: '\\d+' }, negate: true },
                    { name: 'x-b', matcher: { kind: 'present' }, negate: false },
                  ],
                  queryParameters: [{ name: 'q', matcher: { kind: 'prefix', value: 'x' } }],
                },
                { paths: [{ kind: 'regex', value: '/b/[^/]+' }], methods: [], headers: [], queryParameters: [] },
              ],
            },
            requestHeaders: {
              remove: ['x-r'],
              set: [{ name: 'x-s', value: '50%' }],
              add: [{ name: 'x-t', value: '' }],
            },
            responseHeaders: { remove: [], set: [{ name: 'x-u', value: 'v' }], add: [] },
            policies: {
              fault: {
                origin,
                delay: { durationMs: 1500, percent: 0.5 },
                abort: { percent: 10, status: { kind: 'http', code: 503 } },
              },
              timeout: { origin, requestMs: 'none', idleMs: 60_000 },
            },
          }),
          meshIr.httpRoute(
            'rewritten',
            { kind: 'forward', destinations: split, rewrite: { path: { kind: 'prefix', prefix: '/' }, host: 'other' } },
            { match: meshIr.match({ paths: [{ kind: 'prefix', value: '/old' }] }) },
          ),
          meshIr.httpRoute(
            'moved',
            { kind: 'redirect', status: 308, stripQuery: true, scheme: 'https', path: { kind: 'full', path: '/new' } },
            { match: meshIr.match({ paths: [{ kind: 'prefix', value: '/moved' }] }) },
          ),
          meshIr.httpRoute('split', { kind: 'forward', destinations: split }),
        ],
      }),
    ],
    externalServices: [
      meshIr.externalService('api', {
        hosts: ['a.example.com', 'b.example.com'],
        responseTimeMs: 80,
        tls: {},
        ports: [{ ...meshIr.port('http', 80), targetPort: 443 }],
      }),
      meshIr.externalService('mail', {
        ports: [meshIr.port('smtp', 25, 'tcp')],
        endpoints: [{ address: '192.0.2.1' }, { address: 'mail.example.net', port: 2525 }],
      }),
    ],
    gateways: [
      meshIr.gateway('front', {
        hosts: ['*.shop.test', 'shop.test'],
        resources: { memoryLimit: '512Mi' },
        routes: [
          meshIr.httpRoute(
            'all',
            { kind: 'service', service: 'reviews' },
            { objectives: { requestsPerSecond: 100, meanLatencyMs: 20, p99LatencyMs: 80 }, transfer },
          ),
        ],
      }),
    ],
  });
}
