import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { inParallel } from '../support/in-parallel.js';
import { startLocalMesh } from '../support/local-mesh.js';
import { meshIr } from '../support/mesh-ir.js';
import { request, type Answer } from '../support/request.js';
import { groupGateway, groupServices } from '../support/routing/group-services.js';
import { routedGroups, type RoutedGroup } from '../support/routing/routed-group.js';
import { routedRequests, type RoutedRequest } from '../support/routing/routed-request.js';
import { walkRoutes, type RoutedOutcome } from '../support/routing/walk-routes.js';
import { findTool } from '../support/tools.js';

const envoy = await findTool('envoy');

// Several small meshes one after the other: a failure shows the configuration of a few groups, not of all.
const rounds = 4;
const groupsPerRound = 10;
const requestsPerGroup = 20;

// A failure names the seed; `MESHWRIGHT_SEED=<seed>` repeats it.
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

// Most groups ask for what no single route can do, and are refused.
const soundGroups = fc.sample(routedGroups, { seed, numRuns: rounds * groupsPerRound * 8 }).filter(compiles);

test.skipIf(envoy.isMissing)(
  `decides on a real Envoy what a walk through the rules decides (seed ${seed})`,
  async () => {
    expect(soundGroups.length).toBeGreaterThan(rounds * groupsPerRound);
    let arrived = 0;
    for (let round = 0; round < rounds; round++) {
      const groups = soundGroups.slice(round * groupsPerRound, (round + 1) * groupsPerRound);
      arrived += await compareGroups(groups, seed + round * groupsPerRound);
    }
    expect(arrived).toBeGreaterThan(400); // the property is not empty
  },
);

/** Compares the decisions of two Envoys for some groups with those of the walk. Returns how many requests arrived. */
async function compareGroups(groups: readonly RoutedGroup[], firstSeed: number): Promise<number> {
  const mesh = await startLocalMesh({ envoy: envoy.path, ir: meshOfGroups(groups), proxies: ['client/v1', 'ingress'] });
  const cases = groups.flatMap((group, suffix) =>
    fc.sample(routedRequests, { seed: firstSeed + suffix, numRuns: requestsPerGroup }).flatMap((given) => {
      const inside = { ...given, host: `a${suffix}` };
      const outside = { ...given, host: hostOf(suffix) };
      return [
        { group, suffix, from: 0, given: inside, url: mesh.url('client/v1', `a${suffix}/http`) },
        { group, suffix, from: 'gateway', given: outside, url: mesh.inboundUrl('ingress', 'http') },
      ] as const;
    }),
  );
  const arrived = await inParallel(cases.length, 8, async (index) => {
    const { group, suffix, from, given, url } = known(cases[index]);
    const expected = walkRoutes(group, from, given);
    const seen = read(await send(url, given), given, { suffix, expected });
    expect(seen, JSON.stringify({ seed, from, given, group }, undefined, 1)).toEqual(expected);
    return expected.kind === 'arrives';
  });
  for (const proxy of ['client/v1', 'ingress']) await mesh.process(proxy).stop();
  return arrived.filter(Boolean).length;
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no such case');
  return value;
}

function compiles(group: RoutedGroup): boolean {
  const { services } = groupServices(group);
  const { mesh } = compileMesh(meshIr.mesh({ services, gateways: [groupGateway(group)] }));
  return mesh !== undefined;
}

/** All groups side by side in one mesh, so that two Envoys are enough. */
function meshOfGroups(groups: readonly RoutedGroup[]): MeshIr {
  const parts = groups.map((group, index) => groupServices(group, String(index)));
  const client = meshIr.service('client', { calls: groups.map((_group, index) => meshIr.call(`a${index}`)) });
  const routes = parts.flatMap(({ gatewayRoutes }, index) =>
    gatewayRoutes.map((route) => ({ ...route, hosts: [hostOf(index)] })),
  );
  const gateway = meshIr.gateway('ingress', { hosts: groups.map((_group, index) => hostOf(index)).sort(), routes });
  const services = [...parts.flatMap((part) => part.services), client];
  return meshIr.mesh({ services: services.sort((a, b) => (a.name < b.name ? -1 : 1)), gateways: [gateway] });
}

function hostOf(index: number): string {
  return `g${index}.example.com`;
}

function send(url: string, { method, host, path, query, headers }: RoutedRequest): Promise<Answer> {
  return request(`${url}${path}${query === '' ? '' : `?${query}`}`, { method, headers: { ...headers, host } });
}

/** What came of a request. Where one of several versions may get it, those stand for the one that did. */
function read(answer: Answer, { query }: RoutedRequest, { suffix, expected }: ReadOptions): RoutedOutcome {
  if (answer.status === 404) return { kind: 'not-found' };
  if (answer.status === 307) return { kind: 'redirected', location: answer.headers.location ?? '' };
  const { instance, path, authority, method, headers } = answer.echo;
  const [service = '', version = ''] = instance.split('/');
  const allowed = expected.kind === 'arrives' ? expected.versions : [];
  const mark = query === '' ? '' : `?${query}`;
  return {
    kind: 'arrives',
    service: service.slice(0, -String(suffix).length),
    versions: allowed.includes(version) ? allowed : [version],
    request: {
      method,
      host: authority,
      path: path.endsWith(mark) ? path.slice(0, path.length - mark.length) : path,
      query,
      headers: Object.fromEntries(
        ['x-a', 'x-b', 'x-trail'].flatMap((name) =>
          headers[name] === undefined ? [] : [[name, String(headers[name])]],
        ),
      ),
    },
  };
}

interface ReadOptions {
  readonly suffix: number;
  readonly expected: RoutedOutcome;
}
