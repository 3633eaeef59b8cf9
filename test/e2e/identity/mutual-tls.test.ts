import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import type { IdentityProvider } from '../../../lib/identity/identity-provider.js';
import { createLocalIdentityProvider } from '../../../lib/identity/local-identity-provider.js';
import type { Svid } from '../../../lib/identity/svid.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import type { Echo } from '../../support/echo-server.js';
import { identities } from '../../support/identities.js';
import { meshIr } from '../../support/mesh-ir.js';
import { startMutualTlsMesh } from '../../support/mutual-tls-mesh.js';
import { request } from '../../support/request.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const mtls = test.skipIf(envoy.isMissing);

const idOf = (account: string, trustDomain = 'cluster.local'): string =>
  `spiffe://${trustDomain}/ns/shop/sa/${account}`;

/** `client` calls `reviews` on all its ports; `stranger` calls nobody. */
const ir = meshIr.mesh({
  services: [
    meshIr.service('client', { calls: [meshIr.call('reviews')] }),
    meshIr.service('reviews', {
      ports: [meshIr.port('http', 9080), meshIr.port('http2', 9090, 'http2'), meshIr.port('tcp', 9100, 'tcp')],
    }),
    meshIr.service('stranger'),
  ],
});

const proxies = ['client/v1', 'reviews/v1'];

async function providerOf(ttlMs: number, trustDomain = 'cluster.local'): Promise<IdentityProvider> {
  const provider = createLocalIdentityProvider({
    authority: await identities.authorityOf({ trustDomain }),
    clock: systemClock,
    random: Math.random,
    ttlMs,
  });
  onTestFinished(() => provider.close());
  return provider;
}

const hourMs = 3_600_000;

async function eventually(isTrue: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`did not become true in ${String(timeoutMs)} ms`);
    await sleep(10);
  }
}

/** The callers that a workload is told of. */
const callerIn = ({ headers }: Echo): readonly (string | undefined)[] =>
  [...String(headers['x-forwarded-client-cert'] ?? '').matchAll(/URI=([^;,]+)/g)].map(([, id]) => id);

/** Waits for the first answer that is no "not yet" of a proxy whose cluster waits for its certificate. */
async function settled(url: string): Promise<void> {
  await eventually(async () => (await request(url)).status === 200);
}

/** A connection to a TCP port through proxies: what it has said so far, and what it says to something. */
async function openTcp(url: string): Promise<{ readonly socket: Socket; readonly heard: () => string }> {
  const socket = connectTcp(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(socket, 'connect');
  return { socket, heard: () => text };
}

/** Asks a proxy's inbound port with an SVID of one's own. Gives the status, or rejects where the handshake is refused. */
function askAs(url: string, svid: Svid, trusts: string): Promise<{ readonly status: number; readonly seen: string }> {
  return new Promise((resolve, reject) => {
    const { privateKey: key, certificateChain: cert } = svid;
    const options = { key, cert, ca: trusts, checkServerIdentity: () => undefined, agent: false } as const;
    const sent = httpsRequest(url.replace('http:', 'https:'), options, (response) => {
      const seen = (response.socket as unknown as ReturnType<typeof connectTls>).getPeerX509Certificate();
      response.resume().on('end', () => {
        resolve({ status: response.statusCode ?? 0, seen: seen?.subjectAltName ?? '' });
      });
    });
    sent.on('error', reject).end();
  });
}

mtls('proxies speak mutual TLS 1.3 on every protocol, and the workload learns who calls it', async () => {
  const { mesh } = await startMutualTlsMesh({ envoy: envoy.path, ir, proxies, provider: await providerOf(hourMs) });
  const url = mesh.url('client/v1', 'reviews/http');
  await settled(url);
  const forged = { 'x-forwarded-client-cert': `URI=${idOf('admin')}` };
  const { echo } = await request(url, { headers: forged });
  expect(echo.instance).toBe('reviews/v1');
  expect(callerIn(echo)).toEqual([idOf('client')]);

  const second = await request(mesh.url('client/v1', 'reviews/http2'));
  expect(second.echo.protocol).toBe('2.0');
  expect(second.echo.headers[':scheme']).toBe('http');

  const { socket, heard } = await openTcp(mesh.url('client/v1', 'reviews/tcp'));
  await eventually(() => heard() === 'reviews/v1\n');
  socket.write('hello');
  await eventually(() => heard() === 'reviews/v1\nhello');

  const stats = await mesh.admin('reviews/v1', '/stats?filter=ssl');
  expect(stats).toMatch(/listener\.inbound\/http\.ssl\.versions\.TLSv1\.3: [1-9]/);
  expect(stats).not.toMatch(/versions\.TLSv1\.2: [1-9]/);
  expect(stats).not.toMatch(/fail_verify_\w+: [1-9]/);
});

mtls('only declared callers are let in, by their identity and not by where they come from', async () => {
  const authority = await identities.authorityOf();
  const provider = createLocalIdentityProvider({ authority, clock: systemClock, random: Math.random });
  onTestFinished(() => provider.close());
  const { mesh } = await startMutualTlsMesh({ envoy: envoy.path, ir, proxies, provider });
  await settled(mesh.url('client/v1', 'reviews/http'));
  const url = mesh.inboundUrl('reviews/v1', 'http');
  const bundle = authority.trustBundle();
  const svid = (account: string): Promise<Svid> => identities.svidOf(authority, idOf(account));
  expect(await askAs(url, await svid('client'), bundle)).toEqual({ status: 200, seen: `URI:${idOf('reviews')}` });
  expect(await askAs(url, await svid('stranger'), bundle)).toEqual({ status: 403, seen: `URI:${idOf('reviews')}` });
  // In the clear, and without a certificate.
  await expect(request(`${url}/`)).rejects.toThrow();
  await expect(
    askAs(url, { ...(await svid('client')), privateKey: '', certificateChain: '' }, bundle),
  ).rejects.toThrow();
  // A declared account of another trust domain, and one of the same name by another authority.
  for (const trustDomain of ['other.test', 'cluster.local']) {
    const other = await identities.authorityOf({ trustDomain });
    const stranger = await identities.svidOf(other, idOf('client', trustDomain));
    await expect(askAs(url, stranger, bundle)).rejects.toThrow();
  }
  // TCP: the connection ends before the workload hears of it.
  const tcpPort = Number(new URL(mesh.inboundUrl('reviews/v1', 'tcp')).port);
  const { privateKey: key, certificateChain: cert } = await svid('stranger');
  const tcp = connectTls({ port: tcpPort, key, cert, ca: bundle, checkServerIdentity: () => undefined });
  let heard = '';
  tcp.on('data', (part: Buffer) => (heard += part.toString())).on('error', () => undefined);
  tcp.write('hello');
  await new Promise((resolve) => tcp.once('close', resolve));
  expect(heard).toBe('');
});

mtls(
  'a caller that is not who it should be gets nothing through its own proxy, nor does one of another trust domain',
  async () => {
    const provider = await providerOf(hourMs);
    const other = await providerOf(hourMs, 'other.test');
    const statusAs = async (
      pretence: { readonly provider: IdentityProvider; readonly spiffeId: string },
      of = 'client/v1',
    ) => {
      const pretences = { [of]: pretence };
      const { mesh } = await startMutualTlsMesh({ envoy: envoy.path, ir, proxies, provider, pretences });
      const url = mesh.url('client/v1', 'reviews/http');
      const stats = (): Promise<string> =>
        mesh.admin('client/v1', '/stats?filter=upstream_cx_connect_fail|ssl.handshake');
      // Until the connection was tried, an answer may only mean that the proxy waits for its certificate.
      let status = 0;
      await eventually(async () => {
        ({ status } = await request(url));
        return /(connect_fail|ssl\.handshake): [1-9]/.test(await stats());
      });
      ({ status } = await request(url));
      return status;
    };
    expect(await statusAs({ provider, spiffeId: idOf('stranger') })).toBe(403);
    expect(await statusAs({ provider: other, spiffeId: idOf('client', 'other.test') })).toBe(503);
    // The other way round: a callee that is not who the caller means.
    expect(await statusAs({ provider, spiffeId: idOf('stranger') }, 'reviews/v1')).toBe(503);
  },
);

/** Connections between proxies end after so many requests. */
const withShortConnections = (resources: ResourceSet): ResourceSet => {
  const text = JSON.stringify(resources.clusters).replaceAll(
    '"common_http_protocol_options":{',
    '"common_http_protocol_options":{"max_requests_per_connection":10,',
  );
  return { ...resources, clusters: JSON.parse(text) as ResourceSet['clusters'] };
};

mtls(
  'certificates that last two seconds are rotated under load: no request fails, and what was open stays open',
  async () => {
    const provider = await providerOf(2000);
    const { mesh, rotations, events } = await startMutualTlsMesh({
      envoy: envoy.path,
      ir,
      proxies,
      provider,
      edit: withShortConnections,
    });
    const urls = ['http', 'http2'].map((port) => mesh.url('client/v1', `reviews/${port}`));
    for (const url of urls) await settled(url);
    const { socket, heard } = await openTcp(mesh.url('client/v1', 'reviews/tcp'));
    await eventually(() => heard() === 'reviews/v1\n');
    const slow = request(`${urls[0] ?? ''}/delay/9000`);
    const handshakes = async (): Promise<number> =>
      Number(
        /ssl\.handshake: (\d+)/.exec(await mesh.admin('reviews/v1', '/stats?filter=inbound/http.ssl.handshake'))?.[1],
      );
    const load = startLoad(urls, 2 * urls.length);
    // In each life of a certificate connections are made.
    const passed = new Set<number>();
    let before = await handshakes();
    await eventually(async () => {
      const now = await handshakes();
      if (now > before) passed.add(rotations('reviews/v1'));
      before = now;
      return passed.size >= 8;
    }, 20_000);
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    expect((await slow).status).toBe(200);
    socket.write('still here');
    await eventually(() => heard() === 'reviews/v1\nstill here');
    expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([]);
  },
);

mtls('a running mesh moves from plain to strict mutual TLS without a lost request', async () => {
  const provider = await providerOf(hourMs);
  const { mesh, change, events } = await startMutualTlsMesh({
    envoy: envoy.path,
    ir,
    proxies,
    provider,
    mutualTls: { inbound: 'permissive', outbound: 'plain' },
  });
  const urls = ['http', 'http2'].map((port) => mesh.url('client/v1', `reviews/${port}`));
  for (const url of urls) await settled(url);
  const { heard } = await openTcp(mesh.url('client/v1', 'reviews/tcp'));
  await eventually(() => heard() === 'reviews/v1\n');
  const load = startLoad(urls, 2 * urls.length);
  const caller = async (): Promise<unknown> => callerIn((await request(urls[0] ?? '')).echo)[0];
  expect(await caller()).toBe(undefined);
  change({ inbound: 'permissive', outbound: 'mutual-tls' });
  await eventually(async () => (await caller()) === idOf('client'));
  const plain = `${mesh.inboundUrl('reviews/v1', 'http')}/`;
  expect((await request(plain)).status).toBe(200);
  change({ inbound: 'strict', outbound: 'mutual-tls' });
  await eventually(() =>
    request(plain).then(
      () => false,
      () => true,
    ),
  );
  expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
  expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([]);
});
