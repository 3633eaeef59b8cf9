import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import type { RouteAction_HashPolicy } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import { decide } from '../../../lib/simulate/decide.js';
import type { HashValue } from '../../../lib/simulate/decision.js';
import type { HeaderLine } from '../../../lib/simulate/headers/header-line.js';
import { readProxy } from '../../../lib/simulate/proxy/read-proxy.js';
import { freePorts } from '../../support/free-port.js';
import { inParallel } from '../../support/in-parallel.js';
import { caseListener } from '../../support/simulate/case-listener.js';
import type { DifferentialCase } from '../../support/simulate/differential-case.js';
import { rawClient } from '../../support/simulate/raw-http.js';
import { startRawUpstream } from '../../support/simulate/raw-upstream.js';
import { startDifferentialEnvoy } from '../../support/simulate/start-differential-envoy.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? randomInt(2 ** 31));
const tables = 20;
const requestsPerTable = 100;
const endpoints = 8;

const policy: fc.Arbitrary<RouteAction_HashPolicy> = fc
  .tuple(
    fc.constantFrom<RouteAction_HashPolicy[]>(
      { header: { header_name: 'X-A' } },
      { query_parameter: { name: 'q' } },
      { cookie: { name: 'c' } },
      { connection_properties: { source_ip: true } },
    ),
    fc.boolean(),
  )
  .map(([each, terminal]) => ({ ...each, terminal }));
const values = fc.constantFrom('1', '2', '3', '4');
const request = fc.record({
  path: fc.oneof(
    fc.constant('/'),
    values.map((value) => `/?q=${value}`),
    fc.tuple(values, values).map(([first, second]) => `/?p=${first}&q=${second}&q=9`),
  ),
  headers: fc.array(
    fc.oneof(
      values.map((value): HeaderLine => ['x-a', value]),
      values.map((value): HeaderLine => ['cookie', `b=0; c=${value}`]),
    ),
    { maxLength: 2 },
  ),
});

test.skipIf(envoy.isMissing)(
  `sends to one endpoint what has the same hash keys (seed ${seed})`,
  async () => {
    const folder = temporaryFolderOfFile();
    const upstreams = await Promise.all(Array.from({ length: endpoints }, (_, index) => startRawUpstream(`e${index}`)));
    const policies = fc.sample(fc.array(policy, { minLength: 1, maxLength: 3 }), { seed, numRuns: tables });
    const ports = await freePorts(tables);
    const listeners = policies.map((hash_policy, index) =>
      caseListener(hashCase(hash_policy), {
        name: `l${index}`,
        port: ports[index] ?? 0,
        logPath: join(folder, 'access.log'),
      }),
    );
    const running = await startDifferentialEnvoy({
      envoy: envoy.path,
      folder,
      listeners,
      portByCluster: { c0: upstreams.map(({ port }) => port) },
      logPath: join(folder, 'access.log'),
    });
    const proxy = readProxy({ name: 'p', listeners, routes: [], clusters: [{ name: 'c0' }], endpoints: [] });
    const requests = fc.sample(request, { seed, numRuns: requestsPerTable });
    const spread = await inParallel(tables, 8, async (index) => {
      const handler = proxy.listeners[index]?.chains[0]?.handler;
      if (handler?.kind !== 'http') throw new Error('the listener does not speak HTTP');
      const endpointByKey = new Map<string, string>();
      const client = rawClient(ports[index] ?? 0);
      for (const { path, headers } of requests) {
        const plain = { method: 'GET', authority: 'a', scheme: 'http', source: '127.0.0.1', port: 80 } as const;
        const { outcome } = decide(handler.manager, { ...plain, path, headers });
        const key = outcome.kind === 'forward' ? keyOf(outcome.hash) : '';
        const endpoint = await endpointOf(client, path, headers);
        // Without any key chance decides.
        if (key === '') continue;
        const told = JSON.stringify({ policies: policies[index], path, headers, key });
        expect(endpoint, told).toBe(endpointByKey.get(key) ?? endpoint);
        endpointByKey.set(key, endpoint);
      }
      client.close();
      return endpointByKey;
    });
    await running.stop();
    for (const { close } of upstreams) close();
    // Different keys do not all fall on one or two: 8 endpoints stand there for them.
    const seen = new Map(spread.flatMap((endpointByKey) => [...endpointByKey]));
    expect(seen.size).toBeGreaterThan(8);
    expect(new Set(seen.values()).size).toBeGreaterThan(2);
  },
  60_000,
);

function hashCase(hash_policy: RouteAction_HashPolicy[]): DifferentialCase {
  return {
    options: {},
    fault: {
      name: 'fault',
      disabled: true,
      typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault' },
    },
    table: {
      virtual_hosts: [
        { name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'c0', hash_policy } }] },
      ],
    },
    requests: [],
  };
}

/** The keys that count: none after the first terminal one that the request has. Empty where it has none. */
function keyOf(hash: readonly HashValue[]): string {
  const end = hash.findIndex(({ isTerminal, value }) => isTerminal && value !== undefined);
  const counted = end === -1 ? hash : hash.slice(0, end + 1);
  return counted
    .flatMap(({ kind, name, value }) => (value === undefined ? [] : [`${kind} ${name} ${value}`]))
    .join('|');
}

async function endpointOf(
  client: ReturnType<typeof rawClient>,
  path: string,
  headers: readonly HeaderLine[],
): Promise<string> {
  const lines = [`GET ${path} HTTP/1.1`, 'host: a', ...headers.map(([name, value]) => `${name}: ${value}`)];
  const response = await client.ask(`${lines.join('\r\n')}\r\n\r\n`, true);
  const text = response?.headers.find(([name]) => name === 'x-echo')?.[1] ?? '';
  return (JSON.parse(Buffer.from(text, 'base64').toString()) as { readonly cluster: string }).cluster;
}
