import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CertificateAuthority } from '../../../lib/identity/authority/certificate-authority.js';
import type { Identity, IdentityProvider } from '../../../lib/identity/identity-provider.js';
import { readX509SvidResponse } from '../../../lib/identity/workload-api/read-x509-svid-response.js';
import { createWorkloadApiIdentityProvider } from '../../../lib/identity/workload-api/workload-api-identity-provider.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { identities } from '../../support/identities.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startWorkloadApiServer, type WorkloadApiServer } from '../../support/workload-api-server.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';
const ratings = 'spiffe://cluster.local/ns/shop/sa/ratings';

const issued = async (authority: CertificateAuthority, spiffeId: string): Promise<Identity> => ({
  svid: await identities.svidOf(authority, spiffeId),
  trustBundle: authority.trustBundle(),
});

interface Agent {
  readonly server: WorkloadApiServer;
  readonly socketPath: string;
  readonly provider: IdentityProvider;
  readonly problems: string[];
  readonly follow: (spiffeId: string) => Identity[];
}

async function agent(): Promise<Agent> {
  const socketPath = join(temporaryFolder(), 'agent.sock');
  const server = await startWorkloadApiServer(socketPath);
  onTestFinished(server.close);
  const problems: string[] = [];
  const provider = createWorkloadApiIdentityProvider({
    trustDomain: 'cluster.local',
    socketPath,
    clock: systemClock,
    random: () => 0,
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => provider.close());
  return {
    server,
    socketPath,
    provider,
    problems,
    follow: (spiffeId) => {
      const told: Identity[] = [];
      provider.follow(spiffeId, (identity) => told.push(identity));
      return told;
    },
  };
}

const plain = ({ svid, trustBundle }: Identity): object => ({ ...svid, privateKey: svid.privateKey, trustBundle });

test('an identity comes from the agent as it was issued, with the intermediate and the roots', async () => {
  const state = await identities.givenState(identities.intermediate(temporaryFolder()));
  const authority = await identities.authorityOf({ state });
  const { server, follow } = await agent();
  const told = follow(reviews);
  const identity = await issued(authority, reviews);
  server.give([identity]);
  await vi.waitUntil(() => told.length > 0);
  expect(told.map(plain)).toEqual([plain(identity)]);
  const [{ svid } = expect.fail('nothing was told')] = told;
  const bundle = authority.trustBundle();
  const seen = await identities.handshake({ server: svid, client: svid, serverTrusts: bundle, clientTrusts: bundle });
  expect(seen.client).toBe(`URI:${reviews}`);
});

test('what the agent renews is told, to each of several identities its own', async () => {
  const authority = await identities.authorityOf();
  const { server, follow } = await agent();
  const [left, right] = [follow(reviews), follow(ratings)];
  const [first, second] = [await issued(authority, reviews), await issued(authority, reviews)];
  const other = await issued(authority, ratings);
  server.give([first, other]);
  await vi.waitUntil(() => left.length > 0);
  server.give([second, other]);
  await vi.waitUntil(() => left.length > 1);
  expect(left.map(plain)).toEqual([first, second].map(plain));
  expect(right.at(-1)?.svid.spiffeId).toBe(ratings);
});

test('who follows later is told what the agent said before', async () => {
  const { server, follow } = await agent();
  const identity = await issued(await identities.authorityOf(), reviews);
  const early = follow(reviews);
  server.give([identity]);
  await vi.waitUntil(() => early.length > 0);
  const late = follow(reviews);
  await vi.waitUntil(() => late.length > 0);
  expect(late.map(plain)).toEqual([plain(identity)]);
});

test('a workload that is not registered yet is told so and asks until it is', async () => {
  const { server, follow, problems } = await agent();
  const told = follow(reviews);
  await vi.waitUntil(() => server.opened() >= 2);
  expect(new Set(problems)).toEqual(new Set(['the agent has no identity for this process']));
  server.give([await issued(await identities.authorityOf(), reviews)]);
  await vi.waitUntil(() => told.length > 0, { timeout: 10_000 });
});

test('an agent that ends the stream, or is started anew, is asked again', async () => {
  const authority = await identities.authorityOf();
  const { server, socketPath, follow, problems } = await agent();
  const told = follow(reviews);
  server.give([await issued(authority, reviews)]);
  await vi.waitUntil(() => told.length === 1);
  server.endStreams();
  await vi.waitUntil(() => told.length === 2, { timeout: 10_000 });
  expect(problems.at(-1)).toBe('the agent ended the stream');
  server.close();
  rmSync(socketPath, { force: true });
  const next = await startWorkloadApiServer(socketPath);
  onTestFinished(next.close);
  const identity = await issued(authority, reviews);
  next.give([identity]);
  await vi.waitUntil(() => told.length === 3, { timeout: 20_000 });
  expect(plain(told.at(-1) ?? identity)).toEqual(plain(identity));
});

test('garbage of an agent changes nothing and is told, without a word of it', async () => {
  const { server, follow, problems } = await agent();
  const told = follow(reviews);
  server.give([await issued(await identities.authorityOf(), reviews)]);
  await vi.waitUntil(() => told.length === 1);
  server.giveBytes(Buffer.from([0x0a, 0x7f, 0x01]));
  await vi.waitUntil(() => problems.includes('the agent gave something that is no X509SVIDResponse'));
  expect(told).toHaveLength(1);
});

test('whatever bytes come, reading them ends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        readX509SvidResponse(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});
