import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { authorityFiles } from '../../../lib/identity/files/authority-files.js';
import { createToken } from '../../../lib/mesh-api/auth/create-token.js';
import { startServe } from '../../support/control-plane/serve.js';
import { freePorts } from '../../support/free-port.js';
import { grpcClients, startGrpcClient } from '../../support/grpc/client-process.js';
import { startEchoInstance, type EchoInstance } from '../../support/grpc/echo-instances.js';
import { identities } from '../../support/identities.js';
import { makeProject } from '../../support/make-project.js';
import { startProcess } from '../../support/processes.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));
const python = grpcClients.find(({ name }) => name === 'python');
const target = 'xds:///echo:9000';
const trustDomain = 'cluster.local';

const program = [
  "import { App } from 'cdk8s';",
  "import { Mesh, Service } from 'meshwright';",
  'const app = new App();',
  "const mesh = new Mesh(app, 'shop');",
  "const versions = { v1: { image: 'a:1' } };",
  "const echo = new Service(mesh, 'echo', { ports: { grpc: 9000 }, versions });",
  "new Service(mesh, 'client', { ports: { http: 80 }, versions, calls: [echo] });",
  'app.synth();',
  '',
].join('\n');

/** A server whose certificates live for 45 s: gRPC looks at its files each 10 s, and a third of their life is left then, and what makes instances of `echo` that take nobody but the mesh. */
async function startShop(identity: string) {
  const [xds = 0, api = 0, grpc = 0] = await freePorts(3);
  const ca = temporaryFolder();
  const serve = await startServe({
    directory: makeProject({ 'main.ts': program }),
    ports: { xds, api },
    args: ['--no-type-check', '--mtls', 'strict', '--ca-files', ca, '--certificate-ttl', '45'].concat([
      '--grpc-xds-port',
      String(grpc),
      '--grpc-certificates',
      identity,
    ]),
  });
  const read = await authorityFiles.read(ca, { trustDomain, rootsAre: 'own' });
  if (!read.ok) throw new Error(read.problem);
  const authority = await identities.authorityOf({ state: read.state });
  const startEcho = async (name: string): Promise<EchoInstance> => {
    const svid = await identities.svidOf(authority, `spiffe://${trustDomain}/ns/shop/sa/echo`);
    const pair = { cert_chain: Buffer.from(svid.certificateChain), private_key: Buffer.from(svid.privateKey) };
    return startEchoInstance(name, ServerCredentials.createSsl(Buffer.from(authority.trustBundle()), [pair], true));
  };
  return { serve, startEcho };
}

/** The token of a workload, in a file, made known to a running server. */
function tokenFileOf(service: string, dataFolder: string): string {
  const { secret, stored } = createToken({ name: service, role: 'workload', service }, randomBytes);
  const path = join(dataFolder, 'tokens.json');
  const { tokens } = JSON.parse(readFileSync(path, 'utf8')) as { readonly tokens: readonly object[] };
  writeFileSync(path, JSON.stringify({ tokens: [...tokens, stored] }));
  const file = join(dataFolder, `${service}-token`);
  writeFileSync(file, `${secret}\n`);
  return file;
}

test.skipIf(python === undefined || python.isMissing)(
  'a gRPC client whose key never leaves its machine is known to callees by a certificate that is renewed, and no call fails',
  { timeout: 180_000 },
  async () => {
    if (python === undefined) return;
    const project = temporaryFolder();
    const identity = join(project, 'identity');
    const { serve, startEcho } = await startShop(identity);
    const tokenFile = tokenFileOf('client', join(serve.directory, '.meshwright'));
    const keeper = await startProcess({
      command: process.execPath,
      args: [main, 'certificates', 'request', '--watch', '--folder', identity, '--token-file', tokenFile].concat([
        '--server',
        serve.apiUrl,
      ]),
      isReady: (output) => output.includes('sa/client until '),
    });
    onTestFinished(keeper.stop);

    const register = ({ port }: EchoInstance): Promise<unknown> =>
      serve.api('PUT /v1/services/echo/instances/one', { address: '127.0.0.1', ports: { grpc: port }, version: 'v1' });
    const first = await startEcho('first');
    await register(first);
    const bootstrap = await serve.api(`GET /v1/grpc-bootstrap/${encodeURIComponent('grpc~client~1')}`);
    const client = startGrpcClient(python, bootstrap as object);
    expect(await client.calls({ target, count: 5 })).toEqual({ answers: { first: 5 }, errors: {}, details: [] });
    const firstCaller = first.caller();
    expect(firstCaller).toMatch(/^[0-9A-F]+$/);

    // Each new instance is a new connection, for which the client takes the certificate that it has by now.
    const load = client.startLoad({ target, gapMs: 5 });
    const seenBy = async (name: string): Promise<string | undefined> => {
      const instance = await startEcho(name);
      await register(instance);
      await expect.poll(instance.calls, { timeout: 30_000 }).toBeGreaterThan(0);
      return instance.caller();
    };
    let count = 0;
    await expect
      .poll(() => seenBy(`next-${String(++count)}`), { timeout: 120_000, interval: 500 })
      .not.toBe(firstCaller);
    const { answers, errors, details } = await load.stop();
    expect([errors, details]).toEqual([{}, []]);
    expect(Object.keys(answers).length).toBeGreaterThan(1);
    expect(keeper.output().split('sa/client until ').length).toBeGreaterThan(2);
  },
);
