import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { grpcGroups, type GrpcGroup } from '../../../lib/control-plane/grpc/grpc-groups.js';
import type { HeaderMatch, MatchTerm } from '../../../lib/ir/match.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { DestinationPolicies } from '../../../lib/ir/policies/policies.js';
import type { ForwardAction, HttpRoute } from '../../../lib/ir/route.js';
import { echoMesh } from '../../support/grpc/echo-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { configurationRollout } from '../../support/rollout/configuration-rollout.js';
import { rolloutIr } from '../../support/rollout/rollout-ir.js';

const origin = { kind: 'user', constructPath: 'shop/policy' } as const;

const ofEcho = { kind: 'policy', service: 'echo' } as const;
const aSecond = { timeout: { origin, requestMs: 1000 } } as const;

function clientOf(ir: MeshIr): GrpcGroup {
  const { mesh, diagnostics } = compileMesh(ir);
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics));
  const group = grpcGroups(mesh).find((candidate) => candidate.group === 'grpc~client');
  if (group === undefined) throw new Error('there is no group of the clients');
  return group;
}

const route = (
  term: Partial<MatchTerm>,
  parts: Partial<HttpRoute> = {},
  action: Partial<ForwardAction> = {},
): HttpRoute =>
  meshIr.httpRoute(
    'tried',
    {
      kind: 'forward',
      destinations: [{ destination: { kind: 'version', service: 'echo', version: 'v2' }, weight: 100 }],
      ...action,
    },
    { match: meshIr.match(term), ...parts },
  );

/** The route that no call meets. */
const unused = 'echo/grpc/unused';

const routeNames = ({ resources }: GrpcGroup): readonly unknown[] =>
  resources.routes.flatMap(({ virtual_hosts: hosts = [] }) =>
    hosts.flatMap(({ routes = [] }) => routes.flatMap(({ name = '' }) => (name === unused ? [] : [name]))),
  );

const said = ({ notes }: GrpcGroup): readonly string[] => notes.map(({ what }) => what);

test('serves each service its callees as targets, and their endpoints by EDS', () => {
  const { resources, notes, diagnostics, origins } = clientOf(echoMesh());
  expect(diagnostics).toEqual([]);
  expect(notes).toEqual([]);
  expect(resources.listeners.map(({ name }) => name)).toEqual(['echo', 'echo:9000']);
  expect(resources.routes.map(({ name }) => name)).toEqual(['outbound/echo/grpc']);
  expect(resources.clusters.map(({ name, type }) => [name, type])).toEqual(
    ['echo/grpc', 'echo/v1/grpc', 'echo/v2/grpc', 'echo/v3/grpc'].map((cluster) => [cluster, 'EDS']),
  );
  expect(origins['cluster/echo/v1/grpc']).toMatchObject({ kind: 'user' });
  expect(origins['route/echo/grpc/fallback']).toMatchObject({ constructPath: 'shop/fallback' });
});

test('names a callee of several gRPC ports with the port only', () => {
  const ports = [meshIr.port('grpc', 9000, 'grpc'), meshIr.port('admin', 9001, 'grpc')];
  const ir = echoMesh([], { ports, routes: [] });
  expect(clientOf(ir).resources.listeners.map(({ name }) => name)).toEqual(['echo:9000', 'echo:9001']);
});

test.each<[string, string, HttpRoute]>([
  ['rewrites the host', 'rewrites', route({}, {}, { rewrite: { host: 'other' } })],
  ['changes request headers', 'changes headers', route({}, { requestHeaders: { remove: ['x-a'], set: [], add: [] } })],
  [
    'changes answers',
    'changes headers',
    route({}, { responseHeaders: { remove: [], set: [{ name: 'x-a', value: 'b' }], add: [] } }),
  ],
  [
    'looks at what the transport adds',
    'does not see',
    route({ headers: [{ name: 'user-agent', matcher: { kind: 'present' }, negate: false }] }),
  ],
  [
    'redirects',
    'redirects',
    meshIr.httpRoute('tried', { kind: 'redirect', status: 302, host: 'example.com', stripQuery: false }),
  ],
])('leaves a callee without routes, and says so, where a route %s', (_, words, tried) => {
  const group = clientOf(echoMesh([tried]));
  expect(said(group)).toEqual([expect.stringContaining(words)]);
  expect(said(group)[0]).toContain('no gRPC client can call echo:9000: route "echo/grpc/tried"');
  expect(group.notes[0]?.origin).toEqual({ kind: 'user', constructPath: 'shop/tried' });
  expect(routeNames(group)).toEqual([]);
  expect(group.resources.clusters).toEqual([]);
  // So that calls fail at once instead of waiting for a listener.
  expect(group.resources.listeners.map(({ name }) => name)).toEqual(['echo', 'echo:9000']);
});

test.each<[string, Partial<MatchTerm>]>([
  ['a query', { queryParameters: [{ name: 'q', matcher: { kind: 'present' } }] }],
  ['a method other than POST', { methods: ['GET', 'PUT'] }],
])('leaves out a route for %s, which no call can meet, whatever it does', (_, term) => {
  const group = clientOf(echoMesh([route(term, {}, { rewrite: { host: 'other' } })]));
  expect(routeNames(group)).toEqual(['echo/grpc/fallback']);
  expect(said(group)).toEqual([expect.stringContaining('no gRPC call meets them')]);
});

test('tells ports that speak no gRPC and callees outside the mesh', () => {
  const ir = meshIr.mesh({
    services: [
      meshIr.service('client', {
        calls: [
          meshIr.call('mail', { callee: { kind: 'external-service', name: 'mail' } }),
          meshIr.call('store'),
          meshIr.call('web'),
        ],
      }),
      meshIr.service('web'),
      meshIr.service('store', { ports: [meshIr.port('sql', 5432, 'tcp')] }),
    ],
    externalServices: [meshIr.externalService('mail')],
  });
  const group = clientOf(ir);
  expect(said(group)).toEqual([
    'no gRPC client can call mail:80: it is outside the mesh, so the control plane knows no endpoints of it',
    'no gRPC client can call store:5432: its protocol is tcp; gRPC needs "grpc" or "http2"',
    'no gRPC client can call web:8080: its protocol is http; gRPC needs "grpc" or "http2"',
  ]);
  expect(group.resources).toEqual({ listeners: [], routes: [], clusters: [], endpoints: [] });
});

test.each<[string, DestinationPolicies, readonly string[]]>([
  ['random balancing', { loadBalancing: { origin, kind: 'random' } }, ['balances at random']],
  [
    'Maglev by cookie',
    { loadBalancing: { origin, kind: 'maglev', hashOn: [{ kind: 'cookie', name: 'c' }] } },
    ['by cookie or query', 'by Maglev'],
  ],
  ['outlier detection', { outlierDetection: { origin, consecutive5xx: 3 } }, ['nothing is ejected']],
  ['connection limits', { circuitBreaker: { origin, maxConnections: 5, maxRequests: 7 } }, ['limits maxConnections']],
  ['timeouts', { timeout: { origin, connectMs: 100, idleMs: 200 } }, ['idle timeout', 'connect timeout']],
  [
    'retries',
    { retries: { origin, attempts: 9, on: ['5xx', 'unavailable'], statusCodes: [418], perTryTimeoutMs: 10 } },
    ['retries on 5xx', 'HTTP status codes', 'more than 4 times', 'limits each try'],
  ],
])('tells what clients leave undone of %s', (_, policies, words) => {
  const group = clientOf(echoMesh([], { policies }));
  expect(said(group)).toEqual(words.map((word) => expect.stringContaining(word) as string));
  expect(new Set(group.notes.map((note) => note.origin.constructPath))).toContain('shop/policy');
  expect(group.diagnostics).toEqual([]);
});

test('says of every header condition the same as for proxies, without words that clients do not know', () => {
  const header = (negate: boolean): HeaderMatch => ({ name: 'x', matcher: { kind: 'exact', value: 'a' }, negate });
  const { resources } = clientOf(echoMesh([route({ headers: [header(true)] })]));
  const text = JSON.stringify(resources.routes);
  expect(text).not.toContain('treat_missing_header_as_empty');
  expect(text).not.toContain('path_separated_prefix');
  expect(routeNames(clientOf(echoMesh([route({ headers: [header(true)] })])))).toEqual([
    'echo/grpc/tried',
    'echo/grpc/tried#2',
    'echo/grpc/fallback',
  ]);
});

const unusedRouteOf = ({ resources }: GrpcGroup): unknown =>
  resources.routes
    .flatMap(({ virtual_hosts: hosts = [] }) => hosts.flatMap(({ routes = [] }) => routes))
    .find(({ name }) => name === unused);

test('names what no other route does of a callee, in a route that no call meets: clients know it before calls go there', () => {
  expect(unusedRouteOf(clientOf(echoMesh([route({})])))).toMatchObject({
    match: {
      headers: [
        { name: 'x-never', present_match: true },
        { name: 'x-never', present_match: true, invert_match: true },
      ],
    },
    route: {
      weighted_clusters: {
        clusters: ['echo/grpc', 'echo/v1/grpc', 'echo/v3/grpc'].map((name) => ({ name, weight: 1 })),
      },
    },
  });
});

test('needs no such route where routes name all there is', () => {
  const ir = echoMesh([], { versions: [meshIr.version('v1')] });
  expect(unusedRouteOf(clientOf(ir))).toBeUndefined();
  expect(clientOf(ir).resources.clusters.map(({ name }) => name)).toEqual(['echo/v1/grpc']);
});

test('counts a version as not named by a route that is left out', () => {
  const methods = route({ methods: ['GET'] });
  expect(JSON.stringify(unusedRouteOf(clientOf(echoMesh([methods]))))).toContain('echo/v2/grpc');
});

test('takes both versions of a rollout, and tells that no copies are sent and no users kept', () => {
  const arms = [{ service: 'echo', stable: 'v1', canary: 'v2' }];
  const parts = { strategy: { kind: 'mirror', share: 0.1 }, affinity: { cookie: 'side', ttlMs: 1000 } } as const;
  const client = clientOf({ ...echoMesh(), rollouts: [rolloutIr('echo-v2', arms, parts)] });
  const [host] = client.resources.routes[0]?.virtual_hosts ?? [];
  const fallback = host?.routes?.find(({ name }) => name === 'echo/grpc/fallback')?.route;
  expect(fallback).toMatchObject({
    weighted_clusters: {
      clusters: [
        { name: 'echo/v1/grpc', weight: 100 },
        { name: 'echo/v2/grpc', weight: 0 },
      ],
    },
  });
  expect(fallback?.hash_policy).toBeUndefined();
  expect(said(client)).toEqual([
    'rollout "echo-v2" copies requests: gRPC clients send no copies',
    'rollout "echo-v2" keeps users by a cookie: gRPC calls have none, and each is drawn anew',
  ]);
});

test.each([
  [
    'other policies',
    { ...echoMesh(), rollouts: [rolloutIr('next', [], { subject: { ...ofEcho, policies: aSecond } })] },
  ],
  ['another configuration', configurationRollout(echoMesh(), echoMesh([route({}, { policies: aSecond })]))],
] as const)('stays as it is while a rollout tries %s, and tells so', (what, ir) => {
  const client = clientOf(ir);
  const { listeners, routes, clusters } = clientOf(echoMesh()).resources;
  expect(client.resources).toMatchObject({ listeners, routes, clusters });
  expect(said(client)).toEqual([
    expect.stringMatching(new RegExp(`^rollout "next" tries ${what}: gRPC clients stay under the present one`)),
  ]);
});
