import { renameSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { callMesh } from '../../support/call-mesh.js';
import { inParallel } from '../../support/in-parallel.js';
import { startLocalMesh } from '../../support/local-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');

const sendingTo = (...weights: readonly number[]): MeshIr =>
  callMesh([
    meshIr.httpRoute('split', {
      kind: 'forward',
      destinations: weights.map((weight, index) => ({
        destination: { kind: 'version', service: 'reviews', version: `v${String(index + 1)}` },
        weight,
      })),
    }),
  ]);

/** Waits until `isTrue`; the file has been changed, but Envoy reads it in its own time. */
async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error('did not become true in 5 s');
    await sleep(10);
  }
}

test.skipIf(envoy.isMissing)('follows routes that are replaced by a rename, without a failed request', async () => {
  const mesh = await startLocalMesh({ envoy: envoy.path, proxies: ['client/v1'], ir: sendingTo(100, 0) });
  const url = `${mesh.url('client/v1', 'reviews/http')}/`;
  const statuses = new Map<number, number>();
  const served = new Set<string>();
  let isChanging = true;
  const load = inParallel(6, 6, async () => {
    while (isChanging) {
      const { status, headers } = await request(url);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      served.add(String(headers['x-instance']));
    }
  });
  for (let step = 1; step <= 20; step++) {
    const written = mesh.change(sendingTo(100 - step * 5, step * 5));
    // A change of weights touches the routes and nothing else.
    expect(written).toEqual(['client/v1/rds-outbound.reviews.http.json']);
    await sleep(25);
  }
  await eventually(async () => (await request(url)).headers['x-instance'] === 'reviews/v2');
  isChanging = false;
  await load;
  expect([...statuses.keys()]).toEqual([200]);
  expect(statuses.get(200)).toBeGreaterThan(100);
  expect(served).toEqual(new Set(['reviews/v1', 'reviews/v2']));
  const answers = await inParallel(30, 4, () => request(url));
  expect(new Set(answers.map(({ echo }) => echo.instance))).toEqual(new Set(['reviews/v2']));
});

test.skipIf(envoy.isMissing)('follows endpoints that are replaced by a rename', async () => {
  const mesh = await startLocalMesh({ envoy: envoy.path, proxies: ['client/v1'], ir: sendingTo(100) });
  const url = `${mesh.url('client/v1', 'reviews/http')}/`;
  expect((await request(url)).echo.instance).toBe('reviews/v1');
  const { instances, configDirectoryByInstance } = mesh.environment;
  const path = join(configDirectoryByInstance['client/v1'] ?? '', 'eds-reviews.v1.http.json');
  const port = (version: string) => String(instances[`reviews/${version}`]?.inboundPorts['http']);
  writeFileSync(`${path}.new`, readFileSync(path, 'utf8').replaceAll(port('v1'), port('v3')));
  renameSync(`${path}.new`, path);
  await eventually(async () => (await request(url)).echo.instance === 'reviews/v3');
});

test.skipIf(envoy.isMissing)('goes on with what it has when a file is unreadable', async () => {
  const mesh = await startLocalMesh({ envoy: envoy.path, proxies: ['client/v1'], ir: sendingTo(100) });
  const path = join(mesh.environment.configDirectoryByInstance['client/v1'] ?? '', 'rds-outbound.reviews.http.json');
  writeFileSync(`${path}.new`, '{ "resources": [');
  renameSync(`${path}.new`, path);
  const rejected = 'http.outbound/reviews/http.rds.outbound/reviews/http.update_failure';
  await eventually(async () => {
    const text = await mesh.admin('client/v1', `/stats?filter=${encodeURIComponent(rejected)}`);
    return !text.includes(': 0\n');
  });
  expect((await request(`${mesh.url('client/v1', 'reviews/http')}/`)).status).toBe(200);
});
