import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeIdentityFolder } from '../../../lib/cli/certificates/write-identity-folder.js';
import type { CertificateAuthority } from '../../../lib/identity/authority/certificate-authority.js';
import type { Identity } from '../../../lib/identity/identity-provider.js';
import { startServe, type RunningServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { identities } from '../../support/identities.js';
import { makeProject } from '../../support/make-project.js';
import { request } from '../../support/request.js';
import { startSpireAgent } from '../../support/spire-agent.js';
import { startLoad } from '../../support/start-load.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';
import { startWorkloadApiServer } from '../../support/workload-api-server.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);
const trustDomain = 'cluster.local';
const idOf = (account: string): string => `spiffe://${trustDomain}/ns/shop/sa/${account}`;

async function identityOf(authority: CertificateAuthority, account: string): Promise<Identity> {
  return { svid: await identities.svidOf(authority, idOf(account)), trustBundle: authority.trustBundle() };
}

interface Shop {
  readonly serve: RunningServe;
  readonly url: string;
  readonly bootstrapOf: (node: string) => Promise<string>;
}

/** A strict mesh of the gateway `front` and the service `echo`, whose identities are from elsewhere. */
async function startShop(args: readonly string[]): Promise<Shop> {
  const [gateway = 0, xds = 0, api = 0, workload = 0] = await freePorts(4);
  await startEchoServer('one', workload);
  const program = shopProgram(gateway).replace('http: 8080', `http: ${String(workload)}`);
  const serve = await startServe({
    directory: makeProject({ 'main.ts': program }),
    ports: { xds, api },
    args: ['--no-type-check', '--proxy-address', '127.0.0.1', '--mtls', 'strict', ...args],
    readyTimeoutMs: 120_000,
  });
  return {
    serve,
    url: `http://127.0.0.1:${String(gateway)}/`,
    bootstrapOf: async (node) => JSON.stringify(await serve.api(`GET /v1/bootstrap/${encodeURIComponent(node)}`)),
  };
}

/** Starts both Envoys, and waits for the first request that reaches the workload. Gives the caller that it is told of. */
async function startProxies({ serve, url }: Shop, bootstraps: { readonly front: string; readonly echo: string }) {
  const sidecar = await startServedEnvoy(envoy.path, JSON.parse(bootstraps.echo) as object);
  const inbound = Number(/^inbound\/http::127\.0\.0\.1:(\d+)$/m.exec(await sidecar.admin('/listeners'))?.[1]);
  await serve.api('PUT /v1/services/echo/instances/one', {
    address: '127.0.0.1',
    ports: { http: inbound },
    version: 'v1',
  });
  await startServedEnvoy(envoy.path, JSON.parse(bootstraps.front) as object);
  const isServed = (): Promise<boolean> =>
    request(url).then(
      ({ status }) => status === 200,
      () => false,
    );
  await eventually(isServed);
  const { echo } = await request(url);
  expect(echo.headers['x-forwarded-client-cert']).toContain(`URI=${idOf('front')}`);
  return { sidecar, inbound };
}

/** Serial number of the certificate that the sidecar of `echo` shows. */
async function serialOf(sidecar: Awaited<ReturnType<typeof startServedEnvoy>>): Promise<string> {
  const { certificates } = JSON.parse(await sidecar.admin('/certs')) as {
    readonly certificates: readonly { readonly cert_chain?: readonly { readonly serial_number: string }[] }[];
  };
  return certificates.flatMap(({ cert_chain: chain = [] }) => chain.map((each) => each.serial_number)).join();
}

test.skipIf(envoy.isMissing)(
  'proxies are given the identities that something else writes to a folder, and what it renews, without a failed request',
  { timeout: 240_000 },
  async () => {
    const authority = await identities.authorityOf({ trustDomain });
    const folder = temporaryFolder();
    const write = async (account: string): Promise<void> => {
      const { svid, trustBundle } = await identityOf(authority, account);
      const files = { 'tls.crt': svid.certificateChain, 'tls.key': svid.privateKey, 'ca.crt': trustBundle };
      writeIdentityFolder(join(folder, account), files);
    };
    const accounts = ['front', 'echo', 'meshwright'];
    for (const account of accounts) await write(account);
    const tokenFile = join(temporaryFolder(), 'token');
    const shop = await startShop(['--identity', `files:${folder}`, '--node-proof', `token:${tokenFile}`]);
    writeFileSync(tokenFile, readFileSync(join(shop.serve.directory, '.meshwright/operator-token'), 'utf8').trim());
    const [front, echo] = await Promise.all(['gateway~front~1', 'sidecar~echo/v1~1'].map(shop.bootstrapOf));
    const { sidecar } = await startProxies(shop, { front: front ?? '', echo: echo ?? '' });
    const before = await serialOf(sidecar);
    const load = startLoad(shop.url);
    for (const account of accounts) await write(account);
    await eventually(async () => (await serialOf(sidecar)) !== before);
    await load.next();
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    // Who issues them is asked for certificates, and not this server.
    const asking = shop.serve.api('POST /v1/certificates?service=echo', { certificateRequest: 'x' });
    await expect(asking).rejects.toThrow('409');
  },
);

test.skipIf(envoy.isMissing)(
  'with SPIRE each proxy has its identity from the agent beside it, proves by it who it is, and no key passes through the server',
  { timeout: 240_000 },
  async () => {
    const authority = await identities.authorityOf({ trustDomain });
    const sockets = temporaryFolder();
    const socketOf = (name: string): string => join(sockets, `${name}.sock`);
    // Each machine has an agent at one path, but here.
    const ofServer = await startWorkloadApiServer(socketOf('server'));
    onTestFinished(ofServer.close);
    ofServer.give([await identityOf(authority, 'meshwright')]);
    const agentOf = async (account: string) => {
      const agent = await startSpireAgent(socketOf(account), trustDomain);
      agent.give(await identityOf(authority, account));
      return agent;
    };
    const agents = { front: await agentOf('front'), echo: await agentOf('echo') };
    const shop = await startShop(['--identity', `spire:${socketOf('server')}`]);
    const bootstrapOf = async (node: string, account: string): Promise<string> =>
      (await shop.bootstrapOf(node)).replaceAll(socketOf('server'), socketOf(account));
    const stranger = await startServedEnvoy(
      envoy.path,
      JSON.parse(await bootstrapOf('gateway~front~2', 'echo')) as object,
      'PRE_INITIALIZING',
    );
    await eventually(() => shop.serve.process.output().includes('node "gateway~front~2" is not served'));
    await stranger.process.stop();
    const bootstraps = {
      front: await bootstrapOf('gateway~front~1', 'front'),
      echo: await bootstrapOf('sidecar~echo/v1~1', 'echo'),
    };
    const { sidecar } = await startProxies(shop, bootstraps);
    const before = await serialOf(sidecar);
    const load = startLoad(shop.url);
    for (const [account, agent] of Object.entries(agents)) agent.give(await identityOf(authority, account));
    await eventually(async () => (await serialOf(sidecar)) !== before);
    await load.next();
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    const dump = await shop.serve.api(`GET /v1/proxies/${encodeURIComponent('sidecar~echo/v1~1')}`);
    expect(JSON.stringify(dump)).not.toContain('extensions.transport_sockets.tls.v3.Secret');
  },
);
