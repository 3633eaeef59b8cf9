import fc from 'fast-check';
import type { Match, MatchTerm, StringMatcher } from '../../lib/ir/match.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { DestinationPolicies, RoutePolicies } from '../../lib/ir/policies/policies.js';
import type { Port } from '../../lib/ir/port.js';
import type {
  Destination,
  HttpRoute,
  PathRewrite,
  RouteAction,
  TcpRoute,
  WeightedDestination,
} from '../../lib/ir/route.js';
import type { Call, Service } from '../../lib/ir/service.js';
import { meshIr } from './mesh-ir.js';

const origin = { kind: 'user', constructPath: 'shop' } as const;
const serviceNames = ['cart', 'stock', 'web'] as const;

/** One of the sound values, and now and then one that is not. */
function mostly<T>(sound: readonly T[], unsound: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...sound) },
    { weight: 1, arbitrary: fc.constantFrom(...unsound) },
  );
}

/** The value, or mostly nothing. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 3 });
}

/** Leaves out what is undefined, as programs do. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}

const ports: fc.Arbitrary<readonly Port[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constant([meshIr.port('http')]) },
  fc.constant([meshIr.port('grpc', 8081, 'grpc'), meshIr.port('http')]),
  fc.constant([meshIr.port('http'), meshIr.port('tcp', 9000, 'tcp')]),
  fc.constant([meshIr.port('tcp', 9001, 'tcp')]),
  mostly<readonly Port[]>(
    [[meshIr.port('http2', 8082, 'http2')]],
    [[], [meshIr.port('http', 0)], [meshIr.port('http', 15001)]],
  ),
);
const portName = seldom(mostly(['http'], ['tcp', 'htp']));

const path = mostly(['/a', '/a/b', '/b/', '/'], ['x', '', '/a?b']);
const pattern = mostly(['/a/.*', '/([a-z]+)', '(?i)/b'], ['(', '', 'a(?=b)']);
const text = mostly(['1', '2', 'a b'], ['a\nb']);

const stringMatcher: fc.Arbitrary<StringMatcher> = fc.oneof(
  fc.record({ kind: fc.constantFrom('exact', 'prefix', 'suffix', 'contains'), value: text }),
  fc.record({ kind: fc.constant('regex'), value: mostly(['\\d+', '.*'], ['(', '']) }),
  fc.constant({ kind: 'present' } as const),
);

const term: fc.Arbitrary<MatchTerm> = fc.record({
  paths: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constantFrom('exact', 'prefix'), value: path }),
      fc.record({ kind: fc.constant('regex'), value: pattern }),
    ),
    { maxLength: 2 },
  ),
  methods: mostly<readonly string[]>([[], ['GET'], ['GET', 'POST']], [['get'], ['']]),
  headers: fc.array(
    fc.record({ name: mostly(['x-a', 'x-b'], [':path', 'x a']), matcher: stringMatcher, negate: fc.boolean() }),
    { maxLength: 2 },
  ),
  queryParameters: fc.array(fc.record({ name: mostly(['q'], ['']), matcher: stringMatcher }), { maxLength: 1 }),
});

const match: fc.Arbitrary<Match> = fc.record({ anyOf: fc.array(term, { minLength: 1, maxLength: 2 }) });

const pathRewrite: fc.Arbitrary<PathRewrite> = fc.oneof(
  fc.record({ kind: fc.constant('full'), path }),
  fc.record({ kind: fc.constant('prefix'), prefix: path }),
  fc.record({ kind: fc.constant('regex'), pattern, substitution: mostly(['/', '\\0'], ['\\9']) }),
);

const routePolicies: fc.Arbitrary<RoutePolicies> = fc
  .record({
    timeout: seldom(
      fc.record({ origin: fc.constant(origin), requestMs: mostly<number | 'none'>(['none', 1, 1000], [0]) }),
    ),
    retries: seldom(
      fc.record({
        origin: fc.constant(origin),
        attempts: mostly([0, 2, 100], [101]),
        on: mostly([['5xx' as const]], [[]]),
      }),
    ),
  })
  .map(defined) as fc.Arbitrary<RoutePolicies>; // what is undefined is left out

const destinationPolicies: fc.Arbitrary<DestinationPolicies> = fc
  .record({
    policies: seldom(routePolicies),
    loadBalancing: seldom(
      fc.oneof(
        fc.record({ kind: fc.constantFrom('random', 'round-robin'), origin: fc.constant(origin) }),
        fc.record({
          kind: fc.constant('maglev'),
          origin: fc.constant(origin),
          hashOn: mostly<readonly { kind: 'source-ip' }[]>([[{ kind: 'source-ip' }]], [[]]),
          tableSize: mostly([65_537], [65_536]),
        }),
      ),
    ),
  })
  .map(({ policies, loadBalancing }) => defined({ ...policies, loadBalancing })) as fc.Arbitrary<DestinationPolicies>;

/** Where a rule may send: mostly to what there is. */
function destinationOf(owner: string): fc.Arbitrary<Destination> {
  const own = mostly<string>([owner], serviceNames);
  return fc
    .oneof(
      fc.record({ kind: fc.constant('version'), service: own, version: mostly(['v1'], ['v9']), port: portName }),
      fc.record({ kind: fc.constant('service'), service: own, port: portName }),
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('service'), service: fc.constantFrom(...serviceNames) }) },
      fc.record({ kind: fc.constant('external-service'), service: mostly(['pages'], ['cart']), port: portName }),
    )
    .map(defined) as fc.Arbitrary<Destination>;
}

function destinationsOf(owner: string): fc.Arbitrary<readonly WeightedDestination[]> {
  const destination = destinationOf(owner);
  return fc.oneof(
    { weight: 5, arbitrary: destination.map((each) => [{ destination: each, weight: 100 }]) },
    fc.tuple(destination, destination, mostly([0, 33.33, 50], [-1, 150])).map(([a, b, weight]) => [
      { destination: a, weight },
      { destination: b, weight: Math.round(10_000 - weight * 100) / 100 },
    ]),
  );
}

function actionOf(owner: string): fc.Arbitrary<RouteAction> {
  const destinations = destinationsOf(owner);
  return fc
    .oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('forward'), destinations }) },
      fc.record({
        kind: fc.constant('forward'),
        destinations,
        rewrite: pathRewrite.map((rewritten) => ({ path: rewritten })),
      }),
      fc.record({
        kind: fc.constant('redirect'),
        status: fc.constantFrom(301, 308),
        stripQuery: fc.boolean(),
        host: mostly(['example.com'], ['a b', '']),
        path: seldom(pathRewrite),
      }),
    )
    .map(defined) as fc.Arbitrary<RouteAction>;
}

function httpRouteOf(owner: string): fc.Arbitrary<HttpRoute> {
  return fc
    .record({
      kind: fc.constant('http'),
      origin: fc.constant(origin),
      name: mostly(['a', 'b', 'c'], ['default', 'a/b']),
      match,
      action: actionOf(owner),
      policies: routePolicies,
      port: portName,
    })
    .map(defined) as fc.Arbitrary<HttpRoute>;
}

function tcpRouteOf(owner: string): fc.Arbitrary<TcpRoute> {
  const kind = fc.constant('tcp');
  return fc.record({ kind, name: fc.constant('t'), origin: fc.constant(origin), destinations: destinationsOf(owner) });
}

const call: fc.Arbitrary<Call> = fc.record({
  callee: fc.oneof(
    fc.record({ kind: fc.constant('service'), name: fc.constantFrom(...serviceNames) }),
    fc.record({ kind: fc.constant('external-service'), name: mostly(['pages'], ['cart']) }),
  ),
  origin: fc.constant(origin),
  policies: destinationPolicies,
});

function serviceOf(name: string): fc.Arbitrary<Service> {
  return fc
    .record({
      ports,
      versions: mostly([['v1'], ['v1', 'v2']], [[]]),
      routes: fc.uniqueArray(fc.oneof({ weight: 6, arbitrary: httpRouteOf(name) }, tcpRouteOf(name)), {
        maxLength: 2,
        selector: (route) => route.name,
      }),
      calls: fc.uniqueArray(call, { maxLength: 2, selector: ({ callee }) => callee.name }),
      policies: destinationPolicies,
    })
    .map(({ versions, ...parts }) =>
      meshIr.service(name, { ...parts, versions: versions.map((version) => meshIr.version(version)) }),
    );
}

/** Small meshes: many sound, and among the others now and then one with each mistake that a check looks for. */
export const arbitraryMesh: fc.Arbitrary<MeshIr> = fc
  .record({
    services: fc.tuple(...serviceNames.map(serviceOf)),
    gatewayRoutes: fc.uniqueArray(httpRouteOf('web'), { maxLength: 2, selector: ({ name }) => name }),
    hosts: mostly<readonly string[]>([['*'], ['*.example.com', 'example.com']], [[], ['a b']]),
    policies: destinationPolicies,
  })
  .map(({ services, gatewayRoutes, hosts, policies }) =>
    meshIr.mesh({
      services,
      policies,
      gateways: [meshIr.gateway('ingress', { routes: gatewayRoutes, hosts })],
      externalServices: [meshIr.externalService('pages')],
    }),
  );
