import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { authorityFiles } from '../../../lib/identity/files/authority-files.js';
import type { Svid } from '../../../lib/identity/svid.js';
import { startServe } from '../../support/control-plane/serve.js';
import { freePorts } from '../../support/free-port.js';
import { grpcClients, startGrpcClient } from '../../support/grpc/client-process.js';
import { startEchoInstance } from '../../support/grpc/echo-instances.js';
import { identities } from '../../support/identities.js';
import { makeProject } from '../../support/make-project.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const trustDomain = 'cluster.local';

const program = [
  "import { App } from 'cdk8s';",
  "import { Mesh, Service, seconds } from 'meshwright';",
  'const app = new App();',
  "const mesh = new Mesh(app, 'shop');",
  "const versions = { v1: { image: 'a:1' } };",
  "const echo = new Service(mesh, 'echo', { ports: { grpc: 9000 }, versions, idleTimeout: seconds(9) });",
  "new Service(mesh, 'client', { ports: { http: 80 }, versions, calls: [echo] });",
  'app.synth();',
  '',
].join('\n');

/** A server with mutual TLS, and whoever its authority makes. */
async function startShop() {
  const [xds = 0, api = 0, grpc = 0] = await freePorts(3);
  const [ca, own] = [temporaryFolder(), join(temporaryFolder(), 'identity')];
  const serve = await startServe({
    directory: makeProject({ 'main.ts': program }),
    ports: { xds, api },
    args: ['--no-type-check', '--mtls', 'strict', '--ca-files', ca, '--grpc-xds-port', String(grpc)].concat([
      '--grpc-certificates',
      own,
    ]),
  });
  const read = await authorityFiles.read(ca, { trustDomain, rootsAre: 'own' });
  if (!read.ok) throw new Error(read.problem);
  const authority = await identities.authorityOf({ state: read.state });
  const svidOf = (account: string): Promise<Svid> =>
    identities.svidOf(authority, `spiffe://${trustDomain}/ns/shop/sa/${account}`);
  const credentialsOf = async (account: string): Promise<ServerCredentials> => {
    const { certificateChain, privateKey } = await svidOf(account);
    const pair = { cert_chain: Buffer.from(certificateChain), private_key: Buffer.from(privateKey) };
    return ServerCredentials.createSsl(Buffer.from(authority.trustBundle()), [pair], true);
  };
  const { certificateChain, privateKey } = await svidOf('client');
  mkdirSync(own);
  writeFileSync(join(own, 'tls.crt'), certificateChain);
  writeFileSync(join(own, 'tls.key'), privateKey);
  writeFileSync(join(own, 'ca.crt'), authority.trustBundle());
  return { serve, credentialsOf };
}

test(
  'with --mtls gRPC clients on this machine call by mutual TLS those only who prove to be the callee, and what they cannot do is told',
  { timeout: 240_000 },
  async () => {
    const { serve, credentialsOf } = await startShop();
    const right = await startEchoInstance('right', await credentialsOf('echo'));
    const other = await startEchoInstance('other', await credentialsOf('ratings'));
    const register = ({ port }: { readonly port: number }): Promise<unknown> =>
      serve.api('PUT /v1/services/echo/instances/one', { address: '127.0.0.1', ports: { grpc: port }, version: 'v1' });
    await register(right);
    const clients = grpcClients.filter(({ isMissing }) => !isMissing);
    const started = await Promise.all(
      clients.map(async (kind) => {
        const id = encodeURIComponent(`grpc~client~${kind.name}`);
        return startGrpcClient(kind, (await serve.api(`GET /v1/grpc-bootstrap/${id}`)) as object);
      }),
    );
    const target = 'xds:///echo:9000';
    for (const client of started)
      expect(await client.calls({ target, count: 5 })).toEqual({ answers: { right: 5 }, errors: {}, details: [] });
    expect(serve.process.output()).toContain('has an idle timeout: gRPC clients know none');
    expect(serve.process.output().split('without a proxy not everything is as the mesh says')).toHaveLength(2);
    await register(other);
    for (const client of started)
      await expect
        .poll(async () => (await client.calls({ target, count: 1, inFlight: 1 })).errors, { timeout: 60_000 })
        .toEqual({ Unavailable: 1 });
    expect(other.calls()).toBe(0);
  },
);
