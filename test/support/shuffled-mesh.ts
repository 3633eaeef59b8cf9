import fc from 'fast-check';
import {
  ExternalService,
  Gateway,
  LoadBalancing,
  Service,
  allOf,
  header,
  method,
  milliseconds,
  path,
  seconds,
  split,
  type Condition,
  type Mesh,
  type PortProps,
  type PortsInput,
  type VersionProps,
} from '../../constructs/index.js';

/** A mesh as a list of things to declare, without any order but that of the routes of one owner. */
export interface MeshPlan {
  readonly services: readonly ServicePlan[];
  readonly externalServices: readonly string[];
  readonly gateways: readonly GatewayPlan[];
}

interface ServicePlan {
  readonly name: string;
  readonly isTcp: boolean;
  readonly versions: readonly string[];
  readonly labels: readonly string[];
  readonly calls: readonly { readonly callee: string; readonly hasOptions: boolean }[];
  readonly routes: readonly RoutePlan[];
}

interface GatewayPlan {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly routes: readonly RoutePlan[];
}

interface RoutePlan {
  readonly condition: keyof typeof conditions;
  /** Which of the owner's versions, or the name of a service or version, which may be wrong: errors too are to be the same. */
  readonly to: number | string;
  readonly isSplit: boolean;
}

const conditions = {
  none: undefined,
  jason: header('end-user').is('jason'),
  cart: path.prefix('/cart'),
  read: allOf(method('GET', 'HEAD'), path.regex('/[a-z]+')),
} satisfies Readonly<Record<string, Condition | undefined>>;

// Names that sort otherwise by locale, by number, or with the hyphen left out.
const serviceNames = ['a', 'a-b', 'ab', 'i', 'svc10', 'svc2', 'z'] as const;
const versionNames = ['v1', 'v10', 'v2', 'b-c'] as const;
const externalNames = ['ext', 'out'] as const;

const some = <T extends string>(names: readonly T[], minimum = 0): fc.Arbitrary<T[]> =>
  fc.subarray([...names], { minLength: minimum });

const routes: fc.Arbitrary<RoutePlan> = fc.record({
  condition: fc.constantFrom<(keyof typeof conditions)[]>('none', 'jason', 'cart', 'read'),
  to: fc.oneof({ weight: 12, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constantFrom('v9', 'a', 'ab', 'z') }),
  isSplit: fc.boolean(),
});

const servicePlan = (name: string): fc.Arbitrary<ServicePlan> =>
  fc.record({
    name: fc.constant(name),
    isTcp: fc.boolean().map((isTcp) => isTcp && name > 'i'),
    versions: some(versionNames, 1),
    labels: some(['team', 'Tier', 'app.example.com/x']),
    calls: fc.uniqueArray(
      fc.record({ callee: fc.constantFrom(...serviceNames, ...externalNames), hasOptions: fc.boolean() }),
      { maxLength: 3, selector: ({ callee }) => callee },
    ),
    routes: fc.array(routes, { maxLength: 3 }),
  });

/** Meshes to declare in different orders. A good part of them has errors. */
export const meshPlans: fc.Arbitrary<MeshPlan> = fc.record({
  services: some(serviceNames, 1).chain((names) => fc.tuple(...names.map(servicePlan))),
  externalServices: some(externalNames),
  gateways: some(['front', 'back']).chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          hosts: some(['*.example.com', 'a.example.com', 'z.example.com'], 1),
          routes: fc.array(routes, { maxLength: 2 }),
        }),
      ),
    ),
  ),
});

/** Declares a plan's mesh in the order that a number stands for. All orders use the same lines of this file. */
export function declareShuffled(mesh: Mesh, plan: MeshPlan, seed: number): void {
  const random = createRandom(seed);
  const services = new Map<string, Service>();
  const externalServices = new Map<string, ExternalService>();
  const gateways = new Map<string, Gateway>();
  const creations = [
    ...plan.services.map((each) => () => void services.set(each.name, createService(mesh, each, random))),
    ...plan.externalServices.map((name) => () => void externalServices.set(name, createExternal(mesh, name, random))),
    ...plan.gateways.map((each) => () => void gateways.set(each.name, createGateway(mesh, each, random))),
  ];
  for (const create of shuffled(creations, random)) create();

  const known = (name: string) => services.get(name) ?? externalServices.get(name);
  const queues = [
    ...plan.services.flatMap(({ name, calls, routes: rules }) => {
      const owner = services.get(name);
      const callSteps = calls.map(({ callee, hasOptions }) => [
        () => {
          const target = known(callee);
          if (target !== undefined) owner?.addCall(target, hasOptions ? { timeout: seconds(2) } : {});
        },
      ]);
      const ruleSteps = rules.map((rule) => () => {
        // Wrong rules are wanted here, and the type of a service that a variable may hold knows no names.
        owner?.route(ruleProps(rule, owner, services) as never);
      });
      return [...callSteps, ruleSteps];
    }),
    ...plan.gateways.map(({ name, routes: rules }) =>
      rules.map((rule) => () => {
        const [target] = [...services.values()].sort((one, two) => (one.name < two.name ? -1 : 1));
        if (target !== undefined) gateways.get(name)?.route(gatewayRuleProps(rule, target) as never);
      }),
    ),
  ];
  runInterleaved(queues, random);
}

function createService(mesh: Mesh, plan: ServicePlan, random: Random): Service {
  const { name, isTcp, versions, labels } = plan;
  const ports: readonly (readonly [string, PortProps])[] = isTcp
    ? [['tcp', { port: 5000, protocol: 'tcp' }]]
    : [
        ['http', { port: 8080, protocol: 'http' }],
        ['http-admin', { port: 9090, protocol: 'http' }],
      ];
  return new Service<string, PortsInput>(mesh, name, {
    ports: fromShuffled(isTcp ? ports : ports.slice(0, name === 'ab' ? 2 : 1), random),
    versions: fromShuffled(
      versions.map((version) => [version, versionProps(version, random)] as const),
      random,
    ),
    labels: fromShuffled(
      labels.map((label) => [label, 'x'] as const),
      random,
    ),
    ...(name === 'z' ? { retries: { on: shuffled(['5xx', 409, 'reset', 425] as const, random), attempts: 1 } } : {}),
  });
}

function versionProps(version: string, random: Random): VersionProps {
  return {
    image: `image:${version}`,
    env: fromShuffled(
      (['B', 'a', 'A_1', 'A'] as const).map((key) => [key, version] as const),
      random,
    ),
    labels: fromShuffled(
      [
        ['track', version],
        ['Colour', 'red'],
      ] as const,
      random,
    ),
    writablePaths: shuffled(['/tmp', '/var/cache', '/a'], random),
    local: {
      command: ['node', 'x.mjs'],
      env: fromShuffled(
        [
          ['Y', '1'],
          ['X', '2'],
        ] as const,
        random,
      ),
    } as const,
  };
}

function createExternal(mesh: Mesh, name: string, random: Random): ExternalService {
  return new ExternalService<string, PortsInput>(mesh, name, {
    // The first host is the one whose certificate is verified: it stays the first.
    hosts: [`${name}.example.com`, ...shuffled([`b.${name}.example.com`, `a.${name}.example.com`], random)],
    ports: fromShuffled(
      [
        ['http', { port: 80, protocol: 'http' }],
        ['tcp', { port: 99, protocol: 'tcp' }],
      ] as const,
      random,
    ),
    endpoints: shuffled(['192.0.2.10', { address: '192.0.2.9', port: 81 }, '192.0.2.9'], random),
  });
}

function createGateway(mesh: Mesh, { name, hosts }: GatewayPlan, random: Random): Gateway {
  const [first = '*', ...others] = shuffled(hosts, random);
  return new Gateway(mesh, name, {
    ports: fromShuffled(
      [
        ['http', 8080],
        ['alt', 8081],
      ] as const,
      random,
    ),
    hosts: [first, ...others],
    connectTimeout: milliseconds(250),
    loadBalancing: LoadBalancing.random(),
  });
}

function ruleProps(rule: RoutePlan, owner: Service, services: ReadonlyMap<string, Service>): object {
  const match = conditions[rule.condition];
  const version =
    typeof rule.to === 'number' ? (owner.versionNames[rule.to % owner.versionNames.length] ?? '') : rule.to;
  const to = rule.isSplit ? split({ [version]: 100 }) : (services.get(version) ?? owner.version(version));
  return { ...(match === undefined ? {} : { match }), to, ...(owner.name === 'ab' ? { port: 'http' } : {}) };
}

function gatewayRuleProps({ condition, isSplit }: RoutePlan, target: Service): object {
  const match = conditions[condition];
  return { ...(match === undefined ? {} : { match }), to: isSplit ? split([{ to: target, weight: 100 }]) : target };
}

/** Runs all steps; those of one queue in order, the queues in any. */
function runInterleaved(queues: readonly (readonly (() => void)[])[], random: Random): void {
  const left = queues.map((queue) => [...queue]).filter((queue) => queue.length > 0);
  while (left.length > 0) {
    const index = Math.floor(random() * left.length);
    left[index]?.shift()?.();
    if (left[index]?.length === 0) left.splice(index, 1);
  }
}

type Random = () => number;

/** Numbers from 0 up to 1 that follow from a seed (mulberry32). */
function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function fromShuffled<Key extends string, Value>(
  entries: readonly (readonly [Key, Value])[],
  random: Random,
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(shuffled(entries, random)) as Readonly<Record<Key, Value>>;
}
