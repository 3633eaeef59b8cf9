import { credentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveServerSecurity } from '../../lib/control-plane/live-mesh-options.js';
import { createLocalIdentityProvider } from '../../lib/identity/local-identity-provider.js';
import { systemClock } from '../../lib/util/system-clock.js';
import { callMesh } from '../support/call-mesh.js';
import { startLiveMesh } from '../support/control-plane/live-mesh.js';
import { identities } from '../support/identities.js';
import { askAs } from '../support/xds/ask-as.js';

const idOf = (account: string): string => `spiffe://cluster.local/ns/shop/sa/${account}`;

async function startSecure(server: Partial<LiveServerSecurity> = {}) {
  const authority = await identities.authorityOf();
  const provider = createLocalIdentityProvider({ authority, clock: systemClock, random: Math.random });
  onTestFinished(provider.close);
  const { live } = await startLiveMesh(callMesh([]), {
    security: {
      identities: provider,
      mutualTls: { inbound: 'strict', outbound: 'mutual-tls' },
      server: { ways: () => [], proof: { kind: 'certificate', folder: '/run/identity' }, ...server },
    },
  });
  await live.untilReachable();
  const ask = async (account: string, nodeId: string): Promise<string> => {
    const { privateKey, certificateChain } = await identities.svidOf(authority, idOf(account));
    const [roots, key, chain] = [authority.trustBundle(), privateKey, certificateChain].map((pem) => Buffer.from(pem));
    const channel = credentials.createSsl(roots, key, chain, { checkServerIdentity: () => undefined });
    return askAs({ port: live.xdsPort, channel, nodeId });
  };
  return { live, ask, authority };
}

test('a node with a certificate of its owner is served, and no other', async () => {
  const { ask } = await startSecure();
  expect(await ask('reviews', 'sidecar~reviews/v1~1')).toBe('served');
  expect(await ask('client', 'sidecar~reviews/v1~1')).toMatch(/has to prove to be \S+\/reviews/);
});

test('a bootstrap names the server, its roots and where the proof lies', async () => {
  const { live, authority } = await startSecure();
  const text = JSON.stringify(live.bootstrapOf('sidecar~reviews/v1~1'));
  expect(text).toContain(idOf('meshwright'));
  expect(text).toContain(JSON.stringify(authority.trustBundle()).slice(1, -1));
  expect(text).toContain('/run/identity/tls.key');
  expect(text).not.toContain('FILE_CONTENT');
});

test('gRPC clients have a bootstrap where there is a server for them, which serves nobody else', async () => {
  expect((await startSecure()).live.grpcBootstrapOf('grpc~client~1')).toBeUndefined();
  const { live } = await startSecure({ grpc: { port: 0 } });
  const bootstrap = JSON.stringify(live.grpcBootstrapOf('grpc~client~1'));
  const port = Number(/"server_uri":"127\.0\.0\.1:(\d+)"/.exec(bootstrap)?.[1]);
  const channel = credentials.createInsecure();
  expect(await askAs({ port, channel, nodeId: 'grpc~client~1' })).toBe('served');
  expect(await askAs({ port, channel })).toBe('this server is for gRPC clients only');
});
