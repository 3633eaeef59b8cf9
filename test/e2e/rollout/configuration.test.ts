import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { inParallel } from '../../support/in-parallel.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { configurationRollout } from '../../support/rollout/configuration-rollout.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const next = { set: [{ name: 'x-configuration', value: 'next' }], add: [], remove: [] } as const;
const toVersion = (version: string) => ({ kind: 'version', service: 'reviews', version }) as const;
const present = withRules(meshIr.httpRoute('all', toVersion('v1')));
/** Another rule in front, another place for the rest, and a header. */
const tried = withRules(
  {
    ...meshIr.httpRoute('closed', toVersion('v1'), {
      match: meshIr.match({ paths: [{ kind: 'prefix', value: '/closed' }] }),
    }),
    action: { kind: 'redirect', status: 302, path: { kind: 'full', path: '/open' }, stripQuery: false },
  },
  meshIr.httpRoute('all', toVersion('v2'), { responseHeaders: next }),
);
const ir = configurationRollout(present, tried);

function withRules(...routes: MeshIr['services'][number]['routes']): MeshIr {
  return { ...reviewsRollout({ reviews: { routes } }), rollouts: [] };
}

/** What came of a request. */
interface Came {
  readonly status: number;
  readonly by: unknown;
  readonly header: unknown;
}

test.skipIf(envoy.isMissing)(
  'each request goes by one configuration or the other as a whole, by its share, and no request is lost by any change',
  { timeout: 120_000 },
  async () => {
    expect(compileMesh(ir).diagnostics).toEqual([]);
    const { url, expose } = await startServedRollout(ir, envoy.path);
    const ask = async (path: string): Promise<Came> => {
      const { status, headers } = await request(`${url}${path}`);
      return { status, by: headers['x-instance'], header: headers['x-configuration'] };
    };
    const byPresent: Came = { status: 200, by: 'v1', header: undefined };
    const byTried: Came = { status: 200, by: 'v2', header: 'next' };
    const load = startLoad(url);
    for (const share of [0, 0.3, 1, 0]) {
      await expose({ weight: share });
      const { lowest, highest } = binomialBounds(300, share);
      const [open, closed] = await Promise.all(['', 'closed'].map((path) => inParallel(300, 8, () => ask(path))));
      for (const came of open ?? []) expect([byPresent, byTried]).toContainEqual(came);
      for (const { status } of closed ?? []) expect([200, 302]).toContain(status);
      for (const taken of [count(open, ({ by }) => by === 'v2'), count(closed, ({ status }) => status === 302)]) {
        expect(taken).toBeGreaterThanOrEqual(lowest);
        expect(taken).toBeLessThanOrEqual(highest);
      }
    }
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
  },
);

function count(all: readonly Came[] | undefined, is: (came: Came) => boolean): number {
  return (all ?? []).filter(is).length;
}

test.skipIf(envoy.isMissing)(
  'a split divides the few requests that a small share brings as it divides the others',
  { timeout: 120_000 },
  async () => {
    const to = (version: string, weight: number) => ({ destination: toVersion(version), weight });
    const split = { kind: 'forward', destinations: [to('v1', 50.01), to('v2', 49.99)] } as const;
    const { url, expose } = await startServedRollout(
      configurationRollout(
        withRules(meshIr.httpRoute('all', split)),
        withRules(meshIr.httpRoute('all', split, { responseHeaders: next })),
      ),
      envoy.path,
    );
    await expose({ weight: 0.005 });
    const byVersion = new Map<unknown, number>();
    const taken = (): number => [...byVersion.values()].reduce((sum, each) => sum + each, 0);
    // Of 30 all at one version: less than once in a hundred million times.
    while (taken() < 30) {
      await inParallel(200, 8, async () => {
        const { headers } = await request(url);
        const version = headers['x-instance'];
        if (headers['x-configuration'] === 'next') byVersion.set(version, (byVersion.get(version) ?? 0) + 1);
      });
    }
    expect([...byVersion.keys()].sort()).toEqual(['v1', 'v2']);
  },
);
