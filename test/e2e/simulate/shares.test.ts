import { join } from 'node:path';
import { pack } from 'envoy-config-types';
import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import { decide } from '../../../lib/simulate/decide.js';
import type { Decision } from '../../../lib/simulate/decision.js';
import { readProxy } from '../../../lib/simulate/proxy/read-proxy.js';
import type { Rational } from '../../../lib/simulate/rational/rational.js';
import { acceptance, falseAlarmRate } from '../../support/binomial-test.js';
import { freePort } from '../../support/free-port.js';
import { inParallel } from '../../support/in-parallel.js';
import { caseListener } from '../../support/simulate/case-listener.js';
import { clusterNames } from '../../support/simulate/differential-case.js';
import { rawClient } from '../../support/simulate/raw-http.js';
import { startRawUpstream } from '../../support/simulate/raw-upstream.js';
import { startDifferentialEnvoy } from '../../support/simulate/start-differential-envoy.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const trials = 2000;
const clients = 20;

/** The fault filter of a route. */
const faulty = (fault: Parameters<typeof pack<'envoy.extensions.filters.http.fault.v3.HTTPFault'>>[1]) => ({
  typed_per_filter_config: { fault: pack('envoy.extensions.filters.http.fault.v3.HTTPFault', fault) },
});
const percent = (numerator: number) => ({ numerator, denominator: 'HUNDRED' as const });
const weights = [1, 2, 5];
const routes: Route[] = [
  {
    match: { path: '/split' },
    route: {
      weighted_clusters: { clusters: clusterNames.map((name, index) => ({ name, weight: weights[index] ?? 0 })) },
    },
  },
  {
    match: { path: '/abort' },
    route: { cluster: 'c0' },
    ...faulty({ abort: { http_status: 418, percentage: percent(30) } }),
  },
  {
    match: { path: '/delay' },
    route: { cluster: 'c0' },
    ...faulty({ delay: { fixed_delay: '0.001s', percentage: percent(20) } }),
  },
  {
    match: { path: '/mirror' },
    route: {
      cluster: 'c0',
      request_mirror_policies: [
        { cluster: 'c1', runtime_fraction: { default_value: percent(25) } },
        { cluster: 'c2', runtime_fraction: { default_value: { numerator: 600_000, denominator: 'MILLION' } } },
      ],
    },
  },
];
/** One for each of three splits, an abort, a delay and two mirrors: all together err as often as one may. */
const comparisons = 7;

test.skipIf(envoy.isMissing)(
  'leaves to chance what Envoy leaves to chance, in the same shares',
  async () => {
    const folder = temporaryFolderOfFile();
    const logPath = join(folder, 'access.log');
    const seen = new Map<string, number>();
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    const upstreams = await Promise.all(
      clusterNames.map((name) =>
        startRawUpstream(name, ({ startLine }) => {
          count(`${startLine.split(' ')[1] ?? ''} ${name}`);
        }),
      ),
    );
    const fault = {
      name: 'fault',
      disabled: true,
      typed_config: pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {}),
    };
    const table = { virtual_hosts: [{ name: 'v', domains: ['*'], routes }] };
    const port = await freePort();
    const listener = caseListener({ options: {}, fault, table, requests: [] }, { name: 'l', port, logPath });
    const portByCluster = Object.fromEntries(clusterNames.map((name, index) => [name, upstreams[index]?.port ?? 0]));
    const running = await startDifferentialEnvoy({
      envoy: envoy.path,
      folder,
      listeners: [listener],
      portByCluster,
      logPath,
    });
    await inParallel(clients, clients, async () => {
      const client = rawClient(port);
      for (const { match } of routes) {
        const { path = '' } = match;
        for (let each = 0; each < trials / clients; each++) {
          const answer = await client.ask(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`, true);
          count(`${path} ${answer?.startLine.split(' ')[1] ?? 'closed'}`);
        }
      }
      client.close();
    });
    await running.settle();
    seen.set('/delay late', await running.counter('http.case.fault.delays_injected'));
    await running.stop();
    for (const { close } of upstreams) close();

    const clusters = clusterNames.map((name) => ({ name }));
    const proxy = readProxy({ name: 'p', listeners: [listener], routes: [], clusters, endpoints: [] });
    const handler = proxy.listeners[0]?.chains[0]?.handler;
    if (handler?.kind !== 'http') throw new Error('the listener does not speak HTTP');
    const { manager } = handler;
    const expected = routes.flatMap(({ match: { path = '' } }) => {
      const plain = { method: 'GET', authority: 'a', scheme: 'http', source: '127.0.0.1', port, headers: [] } as const;
      return shares(path, decide(manager, { ...plain, path }));
    });
    expect(expected.length).toBe(comparisons);
    for (const [what, { numerator, denominator }] of expected) {
      const { lowest, highest } = acceptance(trials, numerator / denominator, falseAlarmRate / comparisons);
      expect(seen.get(what), what).toBeGreaterThanOrEqual(lowest);
      expect(seen.get(what), what).toBeLessThanOrEqual(highest);
    }
  },
  60_000,
);

/** What is left to chance in a decision, by the names under which it is counted. */
function shares(path: string, { outcome, fault }: Decision): readonly (readonly [string, Rational])[] {
  if (outcome.kind !== 'forward') throw new Error(`${path} is not sent on`);
  const named = [...outcome.destinations, ...outcome.mirrors].map((each) => [each.cluster, each.probability] as const);
  const chances = [...named, ['418', fault?.abort?.probability], ['late', fault?.delay?.probability]] as const;
  return chances.flatMap(([what, probability]) =>
    probability === undefined || probability.numerator === probability.denominator
      ? []
      : [[`${path} ${what}`, probability] as const],
  );
}
