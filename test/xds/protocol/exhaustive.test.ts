import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { Variant } from '../../../lib/xds/protocol/next-response.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';
import { createSnapshot, type Snapshot } from '../../../lib/xds/snapshot.js';
import { served } from '../../support/xds/served.js';
import { createWorld, routesAreServed, type Command, type World } from '../../support/xds/world.js';

const { cluster, endpoints, listener, route } = served;

/** Small meshes: one route over one or two clusters, each in two versions, and one that is empty. */
const meshes: Readonly<Record<string, Snapshot>> = {
  nothing: createSnapshot<ServedResource>([]),
  x: mesh({ x: 0 }, ['x']),
  'x changed': mesh({ x: 1 }, ['x']),
  y: mesh({ y: 0 }, ['y']),
  'x, with y beside it': mesh({ x: 0, y: 0 }, ['x']),
  'x and y': mesh({ x: 0, y: 1 }, ['x', 'y']),
};

function mesh(versions: Readonly<Record<string, number>>, targets: readonly string[]): Snapshot {
  const clusters = Object.entries(versions);
  return createSnapshot([
    ...clusters.map(([name, version]) => cluster(name, version)),
    ...clusters.map(([name]) => endpoints(name, 0)),
    listener('l', 0, ['r']),
    route('r', targets.length + (targets.includes('y') ? 10 : 0), targets),
  ]);
}

/** A way into a world, and the changes that are still to happen. */
interface Place {
  readonly path: readonly Command[];
  readonly left: readonly Snapshot[];
}

/** What can happen next; nothing where both have said all they have to. */
function waysOn({ path, left }: Place, world: World): Place[] {
  const { toServer, toClient } = world.underWay();
  const [next, ...others] = left;
  return [
    ...(toServer > 0 ? [{ path: [...path, { kind: 'toServer' as const }], left }] : []),
    ...(toClient > 0 ? [{ path: [...path, { kind: 'toClient' as const }], left }] : []),
    ...(next === undefined ? [] : [{ path: [...path, { kind: 'serve' as const, snapshot: next }], left: others }]),
  ];
}

/** Plays every order in which messages can arrive and the changes can happen. In the end the client has what it should. Gives the number of different states. */
function explore(variant: Variant, [first, ...changes]: readonly Snapshot[]): number {
  const seen = new Set<string>();
  const replay = (path: readonly Command[]): World => {
    const world = createWorld(variant, { check: routesAreServed });
    if (first !== undefined) world.do({ kind: 'serve', snapshot: first });
    world.settle();
    for (const command of path) world.do(command);
    return world;
  };
  const open: Place[] = [{ path: [], left: changes }];
  for (let start = open.pop(); start !== undefined; start = open.pop()) {
    const world = replay(start.path);
    let here: Place | undefined = start;
    while (here !== undefined) {
      const key = `${String(here.left.length)} ${world.key()}`;
      if (seen.has(key)) break;
      seen.add(key);
      const ways = waysOn(here, world);
      if (ways.length === 0) expect(clustersOf(world)).toEqual(wantedClusters(world));
      // One way is gone at once, in this world; each other one starts anew.
      here = ways.pop();
      open.push(...ways);
      const command = here?.path.at(-1);
      if (command !== undefined) world.do(command);
    }
  }
  return seen.size;
}

const type = resourceTypeUrls.cluster;
const clustersOf = ({ client }: World) => versions(client.held.get(type)?.values() ?? []);
const wantedClusters = (world: World) => versions(world.snapshot()[type].values());
const versions = (resources: Iterable<ServedResource>) =>
  [...resources].map(({ name, version }) => `${name}@${version}`).sort();

test.each(['sotw', 'delta'] as const)(
  '%s: from each small mesh to each other and on to a third, no order of arrival leaves a route without its clusters',
  { timeout: 120_000 },
  (variant) => {
    let states = 0;
    for (const first of Object.values(meshes))
      for (const second of Object.values(meshes))
        for (const third of Object.values(meshes))
          // To serve the same again is to serve nothing.
          if (first !== second && second !== third) states += explore(variant, [first, second, third]);
    expect(states).toBeGreaterThan(1_000);
  },
);
