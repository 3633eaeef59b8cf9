import { X509Certificate } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CertificateAuthority } from '../../lib/identity/authority/certificate-authority.js';
import { splitPem } from '../../lib/identity/authority/split-pem.js';
import type { Identity, IdentityProvider } from '../../lib/identity/identity-provider.js';
import { createLocalIdentityProvider } from '../../lib/identity/local-identity-provider.js';
import { identities } from '../support/identities.js';
import { fakeClock, type FakeClock } from '../support/fake-clock.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';
const ratings = 'spiffe://cluster.local/ns/shop/sa/ratings';
const hourMs = 3_600_000;

interface Setting {
  readonly clock: FakeClock;
  readonly authority: CertificateAuthority;
  readonly provider: IdentityProvider;
  readonly problems: string[];
  /** Follows an id; the list grows. */
  readonly follow: (spiffeId: string) => Identity[];
  /** Time passes in steps; identities are told between them. */
  readonly pass: (ms: number, stepMs?: number) => Promise<void>;
}

async function setting(
  options: { readonly random?: () => number; readonly rootTtlMs?: number } = {},
): Promise<Setting> {
  const clock = fakeClock();
  const authority = await identities.authorityOf({ clock, rootTtlMs: options.rootTtlMs ?? 365 * 24 * hourMs });
  // Old enough for a clock that goes back a little.
  await clock.advance(3 * hourMs);
  const issue = vi.spyOn({ issue: authority.issue }, 'issue');
  const problems: string[] = [];
  const provider = createLocalIdentityProvider({
    authority: { ...authority, issue },
    clock,
    random: options.random ?? (() => 0),
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => provider.close());
  return {
    clock,
    authority,
    provider,
    problems,
    follow: (spiffeId) => {
      const told: Identity[] = [];
      provider.follow(spiffeId, (identity) => told.push(identity));
      return told;
    },
    pass: async (ms, stepMs = 60_000) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(stepMs);
        await settled(issue);
      }
    },
  };
}

/** Waits until all that was asked of the authority is answered, and told. */
async function settled(issue: {
  readonly mock: { readonly results: readonly { readonly value: unknown }[] };
}): Promise<void> {
  await Promise.all(issue.mock.results.map(({ value }) => value));
  await new Promise((resolve) => setImmediate(resolve));
}

test('an identity is told at once and again after two thirds of its life, with another key', async () => {
  const { follow, pass, clock } = await setting();
  const start = clock.now();
  const told = follow(reviews);
  await vi.waitUntil(() => told.length === 1);
  await pass(39 * 60_000);
  expect(told).toHaveLength(1);
  await pass(60_000);
  expect(told).toHaveLength(2);
  const [first, second] = told.map(({ svid }) => svid);
  expect(first?.notAfter).toBe(start + hourMs);
  expect(second?.notAfter).toBe(start + 40 * 60_000 + hourMs);
  expect(second?.privateKey).not.toBe(first?.privateKey);
});

test('renewals are spread over a tenth of the life', async () => {
  const { follow, pass } = await setting({ random: () => 0.999 });
  const told = follow(reviews);
  await vi.waitUntil(() => told.length === 1);
  await pass(34 * 60_000);
  expect(told).toHaveLength(1);
  await pass(60_000);
  expect(told).toHaveLength(2);
});

test('through a day whoever follows has a valid identity at every moment', async () => {
  const { follow, pass, clock } = await setting({ random: Math.random });
  const [left, right] = [follow(reviews), follow(ratings)];
  await vi.waitUntil(() => left.length === 1 && right.length === 1);
  for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
    await pass(5 * 60_000);
    for (const { svid } of [left, right].map((told) => told.at(-1)).filter((told) => told !== undefined)) {
      expect(svid.notAfter - clock.now()).toBeGreaterThan(hourMs / 4);
    }
  }
});

test('those who follow one id hold one identity, also who comes later', async () => {
  const { follow } = await setting();
  const first = follow(reviews);
  await vi.waitUntil(() => first.length === 1);
  const second = follow(reviews);
  await vi.waitUntil(() => second.length === 1);
  expect(second[0]?.svid).toBe(first[0]?.svid);
});

test('who stopped following is told nothing more, and nothing is issued for nobody', async () => {
  const { provider, pass, follow, clock } = await setting();
  const told: Identity[] = [];
  const stop = provider.follow(reviews, (identity) => told.push(identity));
  await vi.waitUntil(() => told.length === 1);
  stop();
  await pass(2 * hourMs);
  expect(told).toHaveLength(1);
  const again = follow(reviews);
  await vi.waitUntil(() => again.length === 1);
  expect(again[0]?.svid.notAfter).toBe(clock.now() + hourMs);
});

test.each([
  ['forwards', 2 * hourMs],
  ['backwards', -2 * hourMs],
])('a clock that jumps %s out of the life of an identity gets another one within ten seconds', async (_, ms) => {
  const { follow, pass, clock } = await setting();
  const told = follow(reviews);
  await vi.waitUntil(() => told.length === 1);
  clock.jump(ms);
  await pass(10_000, 10_000);
  const svid = told.at(-1)?.svid;
  expect(told).toHaveLength(2);
  expect(svid?.notAfter).toBe(clock.now() + hourMs);
  expect(svid?.notBefore).toBeLessThan(clock.now());
});

test('a clock that jumps backwards before the root began gets an identity of a root that is valid then', async () => {
  const { follow, pass, clock, authority } = await setting();
  const told = follow(reviews);
  await vi.waitUntil(() => told.length === 1);
  clock.jump(-365 * 24 * hourMs);
  await pass(10_000, 10_000);
  const { svid, trustBundle } = told.at(-1) ?? expect.fail('nothing was told');
  expect(svid.notBefore).toBeLessThanOrEqual(clock.now());
  expect(trustBundle).toBe(authority.trustBundle());
  const leaf = new X509Certificate(svid.certificateChain);
  expect(splitPem(trustBundle).some((root) => leaf.verify(new X509Certificate(root).publicKey))).toBe(true);
});

test('a new root is told to all before an identity is signed by it, and the end of the old one is told too', async () => {
  const { follow, pass } = await setting({ rootTtlMs: 24 * hourMs });
  const told = follow(reviews);
  await vi.waitUntil(() => told.length === 1);
  await pass(25 * hourMs);
  const roots = told.map(({ trustBundle }) => splitPem(trustBundle).length);
  expect([...new Set(roots)]).toEqual([1, 2]);
  expect(roots.at(-1)).toBe(1);
  const [, young = ''] = splitPem(
    told.find(({ trustBundle }) => splitPem(trustBundle).length === 2)?.trustBundle ?? '',
  );
  const firstWithTwo = roots.indexOf(2);
  const firstOfYoung = told.findIndex(({ svid }) =>
    new X509Certificate(svid.certificateChain).verify(new X509Certificate(young).publicKey),
  );
  expect(firstOfYoung).toBeGreaterThan(firstWithTwo);
});

test('an authority that fails is asked again, ever less often, and the last identity stays', async () => {
  const clock = fakeClock();
  const authority = await identities.authorityOf({ clock });
  let isBroken = true;
  const asked: number[] = [];
  const problems: string[] = [];
  const provider = createLocalIdentityProvider({
    authority: {
      ...authority,
      issue: (spiffeId, ttlMs) => {
        asked.push(clock.monotonic());
        return isBroken ? Promise.reject(new Error('the store is away')) : authority.issue(spiffeId, ttlMs);
      },
    },
    clock,
    random: () => 0,
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => provider.close());
  const told: Identity[] = [];
  provider.follow(reviews, (identity) => told.push(identity));
  const start = clock.monotonic();
  for (let step = 0; step < 100; step++) await clock.advance(250);
  expect(asked.map((at) => at - start)).toEqual([0, 250, 750, 1750, 3750, 7750, 15_750]);
  expect(new Set(problems)).toEqual(new Set([`no identity for ${reviews}: the store is away`]));
  isBroken = false;
  await clock.advance(10_000);
  await vi.waitUntil(() => told.length === 1);
});

test('a provider that is closed leaves no timer behind', async () => {
  const { provider, follow, clock } = await setting();
  const told = follow(reviews);
  await vi.waitUntil(() => told.length === 1);
  await provider.close();
  expect(clock.timers()).toBe(0);
  expect(follow(reviews)).toEqual([]);
  expect(clock.timers()).toBe(0);
});
