import { beforeAll, expect, test } from 'vitest';
import { type Kube, startKube } from '../support/kube.js';
import { findTool } from '../support/tools.js';

const needed = [await findTool('kube-apiserver'), await findTool('etcd'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);
let kube: Kube;

beforeAll(async () => {
  if (!isMissing) kube = await startKube();
});

test.skipIf(isMissing)('the API server takes a dry run and refuses a field it does not know', async () => {
  const good = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { key: 'value' } });
  const bad = good.replace('"data"', '"datum"');
  const args = ['apply', '--dry-run=server', '--validate=strict', '-f', '-'];
  expect(await kube.kubectl(args, good)).toMatchObject({
    exitCode: 0,
    stdout: 'configmap/a created (server dry run)\n',
  });
  const refused = await kube.kubectl(args, bad);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('unknown field "datum"');
});
