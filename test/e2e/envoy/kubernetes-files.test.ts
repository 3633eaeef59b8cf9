import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { proxyFiles } from '../../../lib/envoy-resources/proxy-files.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { callMesh } from '../../support/call-mesh.js';
import { compiled } from '../../support/compiled.js';
import { freePorts } from '../../support/free-port.js';
import { meshIr } from '../../support/mesh-ir.js';
import { startProcess } from '../../support/processes.js';
import { request } from '../../support/request.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');

/**
 * Runs the sidecar of `client` on files mounted as a ConfigMap is: links through `..data`, which is moved. Beside a pod
 * there is no redirect, so ports are put in place of the pod's own and the callees' listener takes connections itself.
 */
async function startSidecar(ir: MeshIr) {
  const mount = temporaryFolderOfFile();
  const [admin = 0, outbound = 0, inbound = 0, ready = 0, metrics = 0, callee = 0] = await freePorts(6);
  const replaced: readonly (readonly [string, string])[] = [
    ...Object.entries({
      15000: admin,
      15001: outbound,
      15006: inbound,
      15021: ready,
      15090: metrics,
      9080: callee,
    }).map(([from, to]) => [`"port_value": ${from}\n`, `"port_value": ${String(to)}\n`] as const),
    ['"bind_to_port": false', '"bind_to_port": true'],
  ];
  let revision = 0;
  const mountFiles = (next: MeshIr): void => {
    const { proxies, diagnostics } = emitEnvoy(compiled(next), { kind: 'kubernetes', configDirectory: mount });
    expect(diagnostics).toEqual([]);
    const config = proxies.find(({ name }) => name === 'client');
    if (config === undefined) throw new Error('no proxy for "client"');
    const folder = `..revision-${String(revision++)}`;
    mkdirSync(join(mount, folder));
    for (const [name, text] of proxyFiles(config)) {
      writeFileSync(
        join(mount, folder, name),
        replaced.reduce((all, [from, to]) => all.replaceAll(from, to), text),
      );
      if (revision === 1) symlinkSync(join('..data', name), join(mount, name));
    }
    symlinkSync(folder, join(mount, '..data_tmp'));
    renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
  };
  mountFiles(ir);
  const process = await startProcess({
    command: envoy.path,
    args: [
      '-c',
      join(mount, 'bootstrap.json'),
      '--service-node',
      'client-0',
      '--service-cluster',
      'client',
      '--use-dynamic-base-id',
      '--concurrency',
      '1',
      '--log-level',
      'warning',
      '--file-flush-interval-msec',
      '50',
    ],
    isReady: async () => (await request(`http://127.0.0.1:${String(ready)}/healthz/ready`)).status === 200,
  });
  const url =
    (port: number) =>
    (path: string, options = {}) =>
      request(`http://127.0.0.1:${String(port)}${path}`, options);
  return { process, mountFiles, ready: url(ready), metrics: url(metrics), callee: url(callee) };
}

const redirecting = (path: string): MeshIr =>
  callMesh([
    meshIr.httpRoute('moved', {
      kind: 'redirect',
      status: 308,
      stripQuery: false,
      path: { kind: 'full', path },
    }),
  ]);

let started: ReturnType<typeof startSidecar> | undefined;
const sidecar = () => (started ??= startSidecar(redirecting('/first')));

test.skipIf(envoy.isMissing)(
  'opens its readiness and its metrics to the network, and nothing else of its admin interface',
  async () => {
    const { ready, metrics } = await sidecar();
    expect((await ready('/healthz/ready')).text).toBe('LIVE\n');
    expect((await metrics('/stats/prometheus?usedonly')).text).toContain('envoy_server_live');
    for (const path of [
      '/',
      '/quitquitquit',
      '/config_dump',
      '/healthz/ready/../../quitquitquit',
      '/stats/prometheus/x',
    ]) {
      expect([path, (await ready(path)).status]).toEqual([path, 404]);
      expect([path, (await metrics(path)).status]).toEqual([path, 404]);
    }
    expect((await ready('/healthz/ready', { method: 'POST' })).status).toBe(404);
  },
);

test.skipIf(envoy.isMissing)('knows a callee by each name that Kubernetes gives it, with or without port', async () => {
  const { callee } = await sidecar();
  for (const host of [
    'reviews',
    'reviews:9080',
    'reviews.shop',
    'reviews.shop.svc',
    'reviews.shop.svc.cluster.local',
    'reviews.shop.svc.cluster.local.:9080',
    'REVIEWS',
  ]) {
    expect([host, (await callee('/', { headers: { host } })).status]).toEqual([host, 308]);
  }
});

test.skipIf(envoy.isMissing)('answers an undeclared host in words that lead to the missing line', async () => {
  const { callee } = await sidecar();
  const { status, text } = await callee('/', { headers: { host: 'ratings:9080' } });
  expect(status).toBe(502);
  expect(text).toBe('meshwright: service "client" does not declare a call to "ratings:9080"\n');
});

test.skipIf(envoy.isMissing)(
  'follows a ConfigMap whose link is moved, without a restart or a failed request',
  async () => {
    const { callee, mountFiles } = await startSidecar(redirecting('/first'));
    const location = async () => {
      const { status, headers } = await callee('/', { headers: { host: 'reviews' } });
      expect(status).toBe(308);
      return headers.location;
    };
    expect(await location()).toBe('http://reviews/first');
    mountFiles(redirecting('/second'));
    const end = Date.now() + 5_000;
    while ((await location()) !== 'http://reviews/second' && Date.now() < end) await sleep(20);
    expect(await location()).toBe('http://reviews/second');
    mountFiles(redirecting('/third'));
    while ((await location()) !== 'http://reviews/third' && Date.now() < end) await sleep(20);
    expect(await location()).toBe('http://reviews/third');
  },
);
