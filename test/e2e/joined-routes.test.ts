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

const groupCount = 40;
const requestsPerGroup = 20;

// A failure names the seed; `MESHWRIGHT_SEED=<seed>` repeats it.
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

// Most groups ask for what no single route can do, and are refused.
const groups = fc
  .sample(routedGroups, { seed, numRuns: groupCount * 8 })
  .filter(compiles)
  .slice(0, groupCount);

test.skipIf(envoy.isMissing)(
  `decides on a real Envoy what a walk through the rules decides (seed ${seed})`,
  async () => {
    expect(groups.length).toBe(groupCount);
    const mesh = await startLocalMesh({ envoy: envoy.path, ir: meshOfGroups(), proxies: ['client/v1', 'ingress'] });
    const cases = groups.flatMap((group, index) => {
      const requests = fc.sample(routedRequests, { seed: seed + index, numRuns: requestsPerGroup });
      return requests.flatMap((given) => {
        const inside = { ...given, host: `a${index}` };
        const outside = { ...given, host: hostOf(index) };
        return [
          { group, from: 0, at: mesh.url('client/v1', `a${index}/http`), given: inside, suffix: index },
          { group, from: 'gateway', at: mesh.inboundUrl('ingress', 'http'), given: outside, suffix: index },
        ] as const;
      });
    });
    const answers = await inParallel(cases.length, 8, (index) => {
      const { at, given } = cases[index] ?? { at: '', given: undefined };
      return given === undefined ? Promise.reject(new Error('no such case')) : send(at, given);
    });
    const seen = new Map<RoutedOutcome['kind'], number>();
    cases.forEach(({ group, from, given, suffix }, index) => {
      const expected = walkRoutes(group, from, given);
      const answer = answers[index];
      seen.set(expected.kind, (seen.get(expected.kind) ?? 0) + 1);
      const context = () => JSON.stringify({ seed, from, given, group, expected }, undefined, 1);
      expect(answer && read(answer, given, { suffix, expected }), context()).toEqual(expected);
    });
    expect(seen.get('arrives')).toBeGreaterThan(200); // the property is not empty
  },
);

function compiles(group: RoutedGroup): boolean {
  const { services } = groupServices(group);
  const { mesh } = compileMesh(meshIr.mesh({ services, gateways: [groupGateway(group)] }));
  return mesh !== undefined;
}

/** All groups side by side in one mesh, so that two Envoys are enough. */
function meshOfGroups(): MeshIr {
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
