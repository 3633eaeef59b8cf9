import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { startServe } from '../../support/control-plane/serve.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { startKube } from '../../support/kube.js';
import { makeProject } from '../../support/make-project.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';
import { askAs } from '../../support/xds/ask-as.js';

const missing = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')].some(
  ({ isMissing }) => isMissing,
);
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);

async function startCluster() {
  const kube = await startKube();
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await kube.kubectl(args);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  await kubectl('create', 'namespace', 'shop');
  for (const name of ['echo', 'front']) await kubectl('-n', 'shop', 'create', 'serviceaccount', name);
  const tokenOf = (name: string, audience = 'meshwright'): Promise<string> =>
    kubectl('-n', 'shop', 'create', 'token', name, '--audience', audience, '--duration', '10m');
  return { kubectl, tokenOf, kubeconfig: kube.kubeconfigPath };
}

test.skipIf(missing)(
  'in Kubernetes the API server keeps the registry and says whom tokens are of; instances are asked for their health and found by DNS',
  { timeout: 240_000 },
  async () => {
    const { kubectl, tokenOf, kubeconfig } = await startCluster();
    const [gateway = 0, xds = 0, api = 0] = await freePorts(3);
    const ca = temporaryFolder();
    const serve = await startServe({
      directory: makeProject({ 'main.ts': shopProgram(gateway) }),
      ports: { xds, api },
      args: ['--no-type-check', '--mtls', 'strict', '--ca-files', ca, '--admit', 'kubernetes'].concat([
        '--registry',
        'kubernetes:shop',
        '--dns-port',
        '0',
      ]),
      env: { KUBECONFIG: kubeconfig },
    });
    const channel = credentials.createSsl(readFileSync(join(ca, 'ca.crt')), null, null, {
      checkServerIdentity: () => undefined,
    });
    const ask = (nodeId: string, token?: string): Promise<string> => askAs({ port: xds, channel, nodeId, token });
    expect(await ask('sidecar~echo/v1~1', await tokenOf('echo'))).toBe('served');
    expect(await ask('gateway~front~1', await tokenOf('front'))).toBe('served');
    expect(await ask('gateway~front~1', await tokenOf('echo'))).toMatch(/prove to be \S+\/front; it proved .*\/echo/);
    expect(await ask('gateway~front~1', await tokenOf('front', 'vault'))).toContain('does not accept the token');
    expect(await ask('gateway~front~1')).toContain('there is no bearer token');

    // Kubernetes takes no endpoint of loopback.
    const [{ address } = { address: '' }] = Object.values(networkInterfaces())
      .flatMap((found = []) => found)
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const workload = createServer().listen(0, address);
    onTestFinished(() => void workload.close());
    await once(workload, 'listening');
    const { port } = workload.address() as { readonly port: number };
    await serve.api('PUT /v1/services/echo/instances/one', {
      address,
      ports: { http: port },
      version: 'v1',
      healthCheck: { kind: 'tcp', port: 'http', intervalMs: 100, timeoutMs: 100 },
    });
    const status = async (): Promise<string> =>
      ((await serve.api('GET /v1/services/echo/instances/one')) as { readonly status: string }).status;
    await eventually(async () => (await status()) === 'healthy');
    expect(await kubectl('-n', 'shop', 'get', 'endpointslices', '-o', 'json')).toContain(String(port));
    const resolver = new Resolver();
    const [, dns = ''] = /^DNS: (.*)$/m.exec(serve.process.output()) ?? [];
    resolver.setServers([dns]);
    expect(await resolver.resolve4('echo.mesh.internal')).toEqual([address]);
    workload.close();
    await eventually(async () => (await status()) === 'unhealthy');
    await expect(resolver.resolve4('echo.mesh.internal')).rejects.toThrow(/ENODATA|ENOTFOUND/);
  },
);
