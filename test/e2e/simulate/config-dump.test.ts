import { expect, test } from 'vitest';
import { explainTrace } from '../../../lib/behaviour/explain/explain-trace.js';
import { resolveAtProxy } from '../../../lib/behaviour/explain/resolve-at-proxy.js';
import { traceThrough } from '../../../lib/behaviour/trace-through.js';
import type { Trace } from '../../../lib/behaviour/trace.js';
import { dumpNetwork, type DumpNetwork } from '../../../lib/simulate/config-dump/dump-network.js';
import { readConfigDump } from '../../../lib/simulate/config-dump/read-config-dump.js';
import type { HeaderLine } from '../../../lib/simulate/headers/header-line.js';
import { shopIr } from '../../support/explained-shop.js';
import { startLocalMesh, type LocalMesh } from '../../support/local-mesh.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const proxies = ['web/v1', 'cart/v1', 'cart/v2'];

let started: Promise<LocalMesh> | undefined;
const mesh = (): Promise<LocalMesh> => (started ??= startLocalMesh({ envoy: envoy.path, proxies, ir: shopIr }));

test.skipIf(envoy.isMissing)('reads the dump of a real Envoy without a gap', async () => {
  const { isComplete, hops } = explainTrace({ network: await network(), origins: new Map() }, await ask('/api/1'));
  expect(hops.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'unknown'))).toEqual([]);
  expect(isComplete).toBe(true);
});

test.skipIf(envoy.isMissing).each<readonly [string, readonly HeaderLine[]]>([
  ['/api/1?a=b', [['cookie', 'x=1']]],
  ['/api', []],
  ['/x/../api/2', []],
])('says of %s what the Envoys do that were dumped: rewrite, workload', async (path, headers) => {
  const trace = await ask(path, headers);
  expect(trace.results).toHaveLength(1);
  const [result] = trace.results;
  if (result?.end.kind !== 'workload') throw new Error(JSON.stringify(result?.end));
  const { echo } = await request(`${await webUrl()}${path}`, { headers: Object.fromEntries(headers) });
  expect(result.end.workload.replace(/:.*$/, '')).toBe(echo.instance);
  expect(result.end.request).toMatchObject({ path: echo.path, authority: echo.authority });
  expect(result.way.map(({ proxy }) => proxy)).toEqual(['web/v1', 'cart/v1']);
});

test.skipIf(envoy.isMissing)('says the status and location that the Envoys answer', async () => {
  const [result] = (await ask('/old')).results;
  const answer = await fetch(`${await webUrl()}/old`, { redirect: 'manual' });
  expect(result?.end).toMatchObject({ status: answer.status, location: answer.headers.get('location') });
});

let dumped: Promise<DumpNetwork> | undefined;

async function network(): Promise<DumpNetwork> {
  return (dumped ??= fetchDumps());
}

async function fetchDumps(): Promise<DumpNetwork> {
  const { admin } = await mesh();
  const texts = await Promise.all(proxies.map(async (name) => admin(name, '/config_dump?include_eds')));
  const [first, ...others] = texts.map((text) => {
    const { dump, diagnostics } = readConfigDump(text, { name: 'dump', endpoints: [] });
    expect(diagnostics).toEqual([]);
    if (dump === undefined) throw new Error('no dump');
    return dump;
  });
  if (first === undefined) throw new Error('no proxies');
  return dumpNetwork([first, ...others]);
}

async function webUrl(): Promise<string> {
  return (await mesh()).url('web/v1', 'cart/http');
}

async function ask(path: string, headers: readonly HeaderLine[] = []): Promise<Trace> {
  const all = await network();
  const [web] = all.proxies;
  const url = `${await webUrl()}${path}`;
  const resolved = resolveAtProxy(web, { method: 'GET', url, headers, listener: undefined, source: '127.0.0.1' });
  if ('message' in resolved) throw new Error(resolved.message);
  return traceThrough(all, resolved);
}
