import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { connect } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { admitByAny } from '../../lib/control-plane/admission/admit-by-any.js';
import { admitByPeerUri } from '../../lib/control-plane/admission/admit-by-peer-uri.js';
import { admitByToken } from '../../lib/control-plane/admission/admit-by-token.js';
import { identityServerCredentials } from '../../lib/control-plane/identity-server-credentials.js';
import { meshIdentities } from '../../lib/control-plane/mutual-tls/mesh-identities.js';
import type { CertificateAuthority } from '../../lib/identity/authority/certificate-authority.js';
import { createLocalIdentityProvider } from '../../lib/identity/local-identity-provider.js';
import type { Svid } from '../../lib/identity/svid.js';
import { systemClock } from '../../lib/util/system-clock.js';
import { createSnapshotEncoder } from '../../lib/xds/encode-resources.js';
import { startXdsServer } from '../../lib/xds/server/start-xds-server.js';
import { callMesh } from '../support/call-mesh.js';
import { compiled } from '../support/compiled.js';
import { identities } from '../support/identities.js';
import { askAs } from '../support/xds/ask-as.js';

const idOf = (account: string): string => `spiffe://cluster.local/ns/shop/sa/${account}`;
const codec = createCodec();
const patience = { timeout: 20_000 };

interface Served {
  readonly port: number;
  readonly authority: CertificateAuthority;
}

/** A server whose certificate lasts `ttlMs`; it admits by certificate, or by the token "a.b.c" of the account reviews. */
async function serve(clientCertificates: 'required' | 'optional', ttlMs = 3_600_000): Promise<Served> {
  const authority = await identities.authorityOf();
  const provider = createLocalIdentityProvider({ authority, clock: systemClock, random: () => 0, ttlMs });
  const { ofGroup } = meshIdentities(compiled(callMesh([])));
  const byToken = admitByToken({
    review: () => Promise.resolve({ ok: true, namespace: 'shop', serviceAccount: 'reviews' }),
    trustDomain: 'cluster.local',
    spiffeIdOf: ofGroup,
  });
  const server = await startXdsServer({
    address: '127.0.0.1:0',
    credentials: identityServerCredentials({
      follow: (listener) => provider.follow(idOf('meshwright'), listener),
      clientCertificates,
    }),
    admit: admitByAny([admitByPeerUri(ofGroup), byToken]),
  });
  onTestFinished(async () => {
    server.close();
    await provider.close();
  });
  const nothing = { clusters: [], endpoints: [], listeners: [], routes: [] };
  server.setSnapshot('sidecar~reviews/v1', createSnapshotEncoder(codec)(nothing));
  return { port: server.port, authority };
}

const ask = (port: number, channel: ChannelCredentials, token?: string): Promise<string> =>
  askAs({ port, channel, token });

const channelOf = (authority: CertificateAuthority, svid?: Svid): ChannelCredentials =>
  credentials.createSsl(
    Buffer.from(authority.trustBundle()),
    svid === undefined ? null : Buffer.from(svid.privateKey),
    svid === undefined ? null : Buffer.from(svid.certificateChain),
    { checkServerIdentity: () => undefined },
  );

test('a node with its own certificate is served, and one with that of another service is refused', async () => {
  const { port, authority } = await serve('required');
  const channel = async (account: string): Promise<ChannelCredentials> =>
    channelOf(authority, await identities.svidOf(authority, idOf(account)));
  await vi.waitFor(async () => {
    expect(await ask(port, await channel('reviews'))).toBe('served');
  }, patience);
  expect(await ask(port, await channel('client'))).toMatch(
    /has to prove to be \S+\/reviews; it proved to be \S+\/client/,
  );
});

test('who shows no certificate, or one of another authority, gets no connection where certificates are required', async () => {
  const { port, authority } = await serve('required');
  const stranger = await identities.svidOf(await identities.authorityOf(), idOf('reviews'));
  const own = await identities.svidOf(authority, idOf('reviews'));
  await vi.waitFor(async () => {
    expect(await ask(port, channelOf(authority, own))).toBe('served');
  }, patience);
  expect(await ask(port, channelOf(authority), 'a.b.c')).toMatch(/No connection established|ECONNRESET|certificate/);
  expect(await ask(port, channelOf(authority, stranger), 'a.b.c')).toMatch(/No connection established|certificate/);
});

test('where certificates are optional a token does, and a certificate of another authority proves nothing', async () => {
  const { port, authority } = await serve('optional');
  await vi.waitFor(async () => {
    expect(await ask(port, channelOf(authority), 'a.b.c')).toBe('served');
  }, patience);
  const stranger = await identities.svidOf(await identities.authorityOf(), idOf('reviews'));
  expect(await ask(port, channelOf(authority, stranger))).toBe(
    'there is no client certificate with a SPIFFE id; there is no bearer token',
  );
});

test('the certificate of the server is renewed while it runs', async () => {
  const { port, authority } = await serve('optional', 2_000);
  const serialNow = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = {
        port,
        ca: authority.trustBundle(),
        checkServerIdentity: () => undefined,
        ALPNProtocols: ['h2'],
      };
      const socket = connect(options, () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const serials = new Set<string>();
  await vi.waitFor(
    async () => {
      serials.add(await serialNow());
      expect(serials.size).toBeGreaterThan(2);
    },
    { timeout: 20_000, interval: 100 },
  );
});
