import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { Variant } from '../../../lib/xds/protocol/next-response.js';
import { stepSession, type Session } from '../../../lib/xds/protocol/session.js';
import { resourceTypes } from '../../../lib/xds/resource-types.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';
import { createSnapshot, type Snapshot } from '../../../lib/xds/snapshot.js';
import type { ModelClient } from '../../support/xds/model-client.js';
import { served } from '../../support/xds/served.js';
import { createWorld, routesAreServed, type Command, type World, type WorldOptions } from '../../support/xds/world.js';

const clusterNames = ['x', 'y', 'z'] as const;
const routeNames = ['r', 's'] as const;
const secretNames = ['k', 'm'] as const;
const badSalt = 2;

/** How often each promise is tried: `MESHWRIGHT_XDS_RUNS=100` does so a hundred times as often. */
const runs = (count: number) => ({ numRuns: count * Number(process.env['MESHWRIGHT_XDS_RUNS'] ?? 1) });
vi.setConfig({ testTimeout: 60_000 * Number(process.env['MESHWRIGHT_XDS_RUNS'] ?? 1) });

/** Versions follow from the content: what a route refers to is part of its number. */
const subset = (names: readonly string[]) => fc.subarray([...names]);
const numbered = (names: readonly string[], chosen: readonly string[], salt: number): number =>
  salt + 10 * names.reduce((sum, name, index) => sum + (chosen.includes(name) ? 2 ** index : 0), 0);

/** A snapshot in which whatever is referred to is there. */
const snapshots: fc.Arbitrary<Snapshot> = subset(clusterNames).chain((clusters) =>
  subset(clusters.length === 0 ? [] : routeNames).chain((routes) => {
    const salt = fc.nat({ max: badSalt });
    const each = <T>(names: readonly string[], make: (name: string) => fc.Arbitrary<T>) => fc.tuple(...names.map(make));
    const parts: fc.Arbitrary<readonly ServedResource[]>[] = [
      each(clusters, (name) =>
        fc
          .tuple(subset(secretNames), salt)
          .map(([chosen, version]) => served.cluster(name, numbered(secretNames, chosen, version), chosen)),
      ),
      each(secretNames, (name) => fc.nat({ max: 1 }).map((version) => served.secret(name, version))),
      each(clusters, (name) => fc.nat({ max: 1 }).map((version) => served.endpoints(name, version))),
      each(routes, (name) =>
        fc
          .tuple(fc.subarray(clusters, { minLength: 1 }), salt)
          .map(([chosen, version]) => served.route(name, numbered(clusterNames, chosen, version), chosen)),
      ),
      each(['l', 'm'], (name) =>
        fc
          .tuple(subset(routes), fc.nat({ max: 1 }))
          .map(([chosen, version]) => served.listener(name, numbered(routeNames, chosen, version), chosen)),
      ),
    ];
    return fc.tuple(...parts).map((lists) => createSnapshot(lists.flat()));
  }),
);

function commands(kinds: readonly Exclude<Command['kind'], 'serve'>[]): fc.Arbitrary<readonly Command[]> {
  const moves = fc
    .constantFrom<Command['kind'][]>('toServer', 'toClient')
    .map((kind): Command => ({ kind }) as Command);
  const others = fc.constantFrom(...kinds).map((kind): Command => ({ kind }));
  const serve = snapshots.map((snapshot): Command => ({ kind: 'serve', snapshot }));
  return fc.array(
    fc.oneof({ weight: 10, arbitrary: moves }, { weight: 2, arbitrary: serve }, { weight: 1, arbitrary: others }),
    // Two or three snapshots have to come through in one run.
    { maxLength: 120, size: 'max' },
  );
}

/** Plays the commands, then lets both ends say all they have to. */
function play(variant: Variant, list: readonly Command[], options: WorldOptions): World {
  const world = createWorld(variant, options);
  for (const command of list) world.do(command);
  world.settle();
  return world;
}

const lines = (client: ModelClient): readonly string[] =>
  [...client.held]
    .flatMap(([type, held]) => [...held].map(([name, { version }]) => `${type} ${name} ${version}`))
    .sort();

/** What a client has to hold in the end: all roots, and what they name. */
function expected(snapshot: Snapshot): readonly string[] {
  const roots = [resourceTypeUrls.cluster, resourceTypeUrls.listener].flatMap((type) => [...snapshot[type].values()]);
  const named = roots.flatMap(({ references }) => references.map(({ type, name }) => snapshot[type].get(name)));
  const all = new Set([...roots, ...named.filter((resource) => resource !== undefined)]);
  return [...all].map(({ type, name, version }) => `${type} ${name} ${version}`).sort();
}

test.each(['sotw', 'delta'] as const)(
  '%s: whatever the interleaving, a client comes to hold the snapshot',
  (variant) => {
    fc.assert(
      fc.property(commands(['pause', 'resume', 'reconnect']), (list) => {
        const { client, ...end } = play(variant, list, {});
        expect(lines(client)).toEqual(expected(end.snapshot()));
        expect([...client.warming]).toEqual([]);
        expect(end.believed()).toEqual(lines(client));
      }),
      runs(400),
    );
  },
);

test.each(['sotw', 'delta'] as const)(
  '%s: whatever the interleaving, no route is left without its clusters',
  (variant) => {
    // A server that starts anew cannot know what a state-of-the-world client held.
    const kinds = ['pause', 'resume', ...(variant === 'delta' ? (['reconnect'] as const) : [])] as const;
    fc.assert(
      fc.property(commands(kinds), (list) => {
        play(variant, list, { check: routesAreServed });
      }),
      runs(600),
    );
  },
);

test('delta: nothing is sent that the client holds, reconnects included', () => {
  fc.assert(
    fc.property(commands(['pause', 'resume', 'reconnect']), (list) => {
      expect(play('delta', list, {}).client.needless).toEqual([]);
    }),
    runs(400),
  );
});

test.each(['sotw', 'delta'] as const)(
  '%s: a refused resource holds back itself and what needs it, nothing else',
  (variant) => {
    const isBad = ({ type, version }: ServedResource): boolean =>
      type !== resourceTypeUrls.clusterLoadAssignment && version.endsWith(String(badSalt));
    fc.assert(
      fc.property(commands(['pause', 'resume']), (list) => {
        const { client, ...end } = play(variant, list, { isBad });
        const snapshot = end.snapshot();
        for (const type of resourceTypes) {
          const held = client.held.get(type);
          for (const resource of held?.values() ?? []) expect(isBad(resource)).toBe(false);
        }
        for (const cluster of snapshot[resourceTypeUrls.cluster].values())
          if (!isBad(cluster)) expect(client.held.get(cluster.type)?.get(cluster.name)).toEqual(cluster);
      }),
      runs(400),
    );
  },
);

test.each(['sotw', 'delta'] as const)(
  '%s: what was said before is passed over, and that changes nothing in what is said',
  (variant) => {
    const forgetful = (session: Session<ServedResource>): Session<ServedResource> => ({
      ...session,
      types: new Map([...session.types].map(([type, state]) => [type, { ...state, said: undefined }])),
    });
    const isBad = ({ version }: ServedResource): boolean => version.endsWith(String(badSalt));
    fc.assert(
      fc.property(commands(['pause', 'resume', 'reconnect']), (list) => {
        play(variant, list, {
          isBad,
          watch: (session, event) => {
            const { session: _, ...said } = stepSession(session, event);
            const { session: __, ...wouldSay } = stepSession(forgetful(session), event);
            expect(said).toEqual(wouldSay);
          },
        });
      }),
      runs(250),
    );
  },
);
