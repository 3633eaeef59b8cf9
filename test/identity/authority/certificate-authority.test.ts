import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createCertificateAuthority,
  type CertificateAuthority,
  type CertificateAuthorityOptions,
} from '../../../lib/identity/authority/certificate-authority.js';
import { splitPem } from '../../../lib/identity/authority/split-pem.js';
import type { Svid } from '../../../lib/identity/svid.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { identities } from '../../support/identities.js';
import { fakeClock } from '../../support/fake-clock.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { runSync } from '../../support/run-sync.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';
const hourMs = 3_600_000;
const { authorityOf, svidOf, handshake } = identities;

const leafOf = ({ certificateChain }: Pick<Svid, 'certificateChain'>): X509Certificate =>
  new X509Certificate(splitPem(certificateChain)[0] ?? '');

/** What `openssl verify` says: its exit code and words. */
function opensslVerify(chain: string, bundle: string, purpose: 'sslclient' | 'sslserver'): string {
  const folder = temporaryFolder();
  const [leaf = '', ...intermediates] = splitPem(chain);
  const files = { leaf, roots: bundle, between: intermediates.join('') };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const between = intermediates.length === 0 ? [] : ['-untrusted', 'between'];
  const args = ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', 'roots', ...between, 'leaf'];
  return runSync('openssl', args, { cwd: folder });
}

const opensslText = (pem: string): string => runSync('openssl', ['x509', '-noout', '-text'], { input: pem });

test('an SVID is what the standard says: one URI, no subject, not an authority, for both ends of TLS', async () => {
  const svid = await svidOf(await authorityOf(), reviews);
  const leaf = leafOf(svid);
  expect(leaf.subjectAltName).toBe(`URI:${reviews}`);
  expect(leaf.subject).toBe(undefined);
  expect(leaf.ca).toBe(false);
  const text = opensslText(svid.certificateChain);
  expect(text).toMatch(/X509v3 Subject Alternative Name: critical\s+URI:spiffe:\S+\n/);
  expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\n/);
  expect(text).toMatch(/X509v3 Extended Key Usage: \s*TLS Web Server Authentication, TLS Web Client Authentication\n/);
  expect(text).toContain('prime256v1');
  expect(leaf.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  expect(svid.privateKey).toContain('BEGIN PRIVATE KEY');
});

test('a root may sign workloads of its own trust domain and nothing else', async () => {
  const authority = await authorityOf();
  const text = opensslText(authority.trustBundle());
  expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/);
  expect(text).toMatch(/X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
  expect(text).toMatch(/X509v3 Name Constraints: critical\s+Permitted:\s+URI:cluster\.local\n/);
  expect(text).toContain('URI:spiffe://cluster.local\n');
});

test('openssl refuses what a root signed for another trust domain', async () => {
  const authority = await authorityOf();
  // The authority itself refuses that, so another one of that trust domain has to borrow the key.
  const stolen = await authorityOf({
    trustDomain: 'other.test',
    state: { ...authority.state(), trustDomain: 'other.test' },
  });
  const svid = await svidOf(stolen, 'spiffe://other.test/ns/shop/sa/reviews');
  expect(() => opensslVerify(svid.certificateChain, authority.trustBundle(), 'sslclient')).toThrow(
    'permitted subtree violation',
  );
});

test('every SVID of every trust domain and path is verified by openssl and carries exactly its id', async () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,20}[a-z0-9])?$/);
  const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const segment = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/).filter((text) => text !== '.' && text !== '..');
  const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));
  await fc.assert(
    fc.asyncProperty(domain, path, fc.integer({ min: 2000, max: 86_400_000 }), async (trustDomain, of, ttlMs) => {
      const authority = await authorityOf({ trustDomain });
      const spiffeId = `spiffe://${trustDomain}/${of}`;
      const svid = await svidOf(authority, spiffeId, ttlMs);
      expect(opensslVerify(svid.certificateChain, authority.trustBundle(), 'sslserver')).toContain('OK');
      expect(leafOf(svid).subjectAltName).toBe(`URI:${spiffeId}`);
      expect(leafOf(svid).validTo).toBe(asOpenssl(svid.notAfter));
      expect(leafOf(svid).validFrom).toBe(asOpenssl(svid.notBefore));
    }),
    { numRuns: 25 },
  );
});

/** `Jan  1 00:00:00 2026 GMT` */
function asOpenssl(time: number): string {
  const [, day = '', month = '', year = '', clock = ''] = new Date(time).toUTCString().split(' ');
  return `${month} ${String(Number(day)).padStart(2)} ${clock} ${year} GMT`;
}

test('two workloads prove themselves to each other in a TLS handshake', async () => {
  const authority = await authorityOf();
  const [server, client] = [await svidOf(authority, reviews), await svidOf(authority, `${reviews}-client`)];
  const bundle = authority.trustBundle();
  expect(await handshake({ server, client, serverTrusts: bundle, clientTrusts: bundle })).toEqual({
    server: `URI:${reviews}`,
    client: `URI:${reviews}-client`,
  });
});

test('a workload of another authority is refused in a TLS handshake', async () => {
  const [authority, other] = [await authorityOf(), await authorityOf()];
  const [server, client] = [await svidOf(authority, reviews), await svidOf(other, reviews)];
  const trusts = { serverTrusts: authority.trustBundle(), clientTrusts: authority.trustBundle() };
  await expect(handshake({ server, client, ...trusts })).rejects.toThrow();
});

test('a given intermediate signs; its chain leads to its root', async () => {
  const chain = identities.intermediate(temporaryFolder());
  const authority = await authorityOf({ state: await identities.givenState(chain) });
  const svid = await svidOf(authority, reviews);
  expect(splitPem(svid.certificateChain)).toHaveLength(2);
  expect(splitPem(authority.trustBundle())).toHaveLength(1);
  expect(opensslVerify(svid.certificateChain, authority.trustBundle(), 'sslclient')).toContain('OK');
  const bundle = authority.trustBundle();
  const seen = await handshake({ server: svid, client: svid, serverTrusts: bundle, clientTrusts: bundle });
  expect(seen.client).toBe(`URI:${reviews}`);
});

test('certificates begin before now, so that a late clock takes them, and end up to a second later than asked', async () => {
  const clock = fakeClock(Date.UTC(2026, 0, 1) + 1);
  const svid = await svidOf(await authorityOf({ clock, backdateMs: 30_000 }), reviews, 1500);
  expect(svid.notBefore).toBe(Date.UTC(2026, 0, 1) - 30_000);
  expect(svid.notAfter).toBe(Date.UTC(2026, 0, 1) + 2000);
});

test('a life that is too long is cut', async () => {
  const clock = fakeClock();
  const svid = await svidOf(await authorityOf({ clock, maxTtlMs: hourMs }), reviews, 24 * hourMs);
  expect(svid.notAfter).toBe(clock.now() + hourMs);
});

test.each([
  ['the id of a trust domain', 'spiffe://cluster.local'],
  ['another trust domain', 'spiffe://other.test/ns/a/sa/b'],
  ['a trust domain in capitals', 'spiffe://Cluster.local/a'],
  ['an empty segment', 'spiffe://cluster.local/a//b'],
  ['a slash at the end', 'spiffe://cluster.local/a/'],
  ['a step up', 'spiffe://cluster.local/a/../b'],
  ['a query', 'spiffe://cluster.local/a?b'],
  ['a percent sign', 'spiffe://cluster.local/a%20b'],
  ['a port', 'spiffe://cluster.local:80/a'],
  ['another scheme', 'https://cluster.local/a'],
  ['two lines', 'spiffe://cluster.local/a\n'],
  ['an id that is too long', `spiffe://cluster.local/${'a'.repeat(2048)}`],
])('issues nothing for %s', async (_, spiffeId) => {
  expect(await (await authorityOf()).issue(spiffeId, hourMs)).toMatchObject({ ok: false });
});

test('a trust domain that is none makes no authority', async () => {
  const made = await createCertificateAuthority({ trustDomain: 'Shop/a', clock: systemClock });
  expect(made).toMatchObject({ ok: false });
});

/** An authority whose roots live a minute; `at` moves the clock to a second of it and issues. */
async function shortLived(options: Partial<CertificateAuthorityOptions> = {}): Promise<{
  readonly authority: CertificateAuthority;
  readonly at: (second: number) => Promise<Svid>;
}> {
  const clock = fakeClock();
  const start = clock.now();
  const authority = await authorityOf({ clock, rootTtlMs: 60_000, backdateMs: 0, ...options });
  return {
    authority,
    at: async (second) => {
      await clock.advance(start + second * 1000 - clock.now());
      await authority.renewWhereDue();
      return svidOf(authority, reviews, 3000);
    },
  };
}

const isSignedBy = (svid: Svid, root: string): boolean => leafOf(svid).verify(new X509Certificate(root).publicKey);

test('a root is replaced without a gap: told at two thirds of its life, signing at five sixths, trusted until it ends', async () => {
  const { authority, at } = await shortLived();
  const [first = ''] = splitPem(authority.trustBundle());
  await at(39);
  expect(splitPem(authority.trustBundle())).toEqual([first]);
  const before = await at(41);
  const [, second = ''] = splitPem(authority.trustBundle());
  expect(splitPem(authority.trustBundle())).toEqual([first, second]);
  expect(isSignedBy(before, first)).toBe(true);
  expect(isSignedBy(await at(49), first)).toBe(true);
  expect(isSignedBy(await at(51), second)).toBe(true);
  await at(59);
  expect(splitPem(authority.trustBundle())).toEqual([first, second]);
  await at(60);
  expect(splitPem(authority.trustBundle())).toEqual([second]);
});

test('no SVID outlives the root that signed it, and there is always one that signs', async () => {
  const { authority, at } = await shortLived();
  for (let second = 0; second < 300; second += 7) {
    const svid = await at(second);
    const root = splitPem(authority.trustBundle()).find((each) => isSignedBy(svid, each));
    expect(new Date(new X509Certificate(root ?? '').validTo).getTime()).toBeGreaterThanOrEqual(svid.notAfter);
  }
});

test('many that ask when a renewal is due get one new root', async () => {
  const kept: number[] = [];
  const clock = fakeClock();
  const authority = await authorityOf({
    clock,
    rootTtlMs: 60_000,
    keep: (state) => {
      kept.push(state.issuers.length);
      return Promise.resolve(state);
    },
  });
  await clock.advance(45_000);
  await Promise.all(Array.from({ length: 20 }, () => svidOf(authority, reviews, 3000)));
  await authority.renewWhereDue();
  expect(kept).toEqual([1, 2]);
});

test('of two replicas that renew, both take the root that was kept first', async () => {
  const clock = fakeClock();
  let kept = (await authorityOf({ clock, rootTtlMs: 60_000 })).state();
  const keep: CertificateAuthorityOptions['keep'] = (state) => {
    if (kept.issuers.length === 1) kept = state;
    return Promise.resolve(kept);
  };
  const replicas = [
    await authorityOf({ clock, state: kept, keep, rootTtlMs: 60_000 }),
    await authorityOf({ clock, state: kept, keep, rootTtlMs: 60_000 }),
  ];
  await clock.advance(45_000);
  await Promise.all(replicas.map((replica) => replica.renewWhereDue()));
  const [left, right] = replicas.map(({ trustBundle }) => trustBundle());
  expect(left).toBe(right);
  expect(splitPem(left ?? '')).toHaveLength(2);
});

test('a root that cannot be kept is not used, and the old one goes on', async () => {
  const problems: string[] = [];
  const clock = fakeClock();
  const { state } = await authorityOf({ clock, rootTtlMs: 60_000 });
  const authority = await authorityOf({
    clock,
    state: state(),
    rootTtlMs: 60_000,
    keep: () => Promise.reject(new Error('the disk is full')),
    onProblem: (problem) => problems.push(problem),
  });
  const [first = ''] = splitPem(authority.trustBundle());
  await clock.advance(45_000);
  expect(isSignedBy(await svidOf(authority, reviews, 3000), first)).toBe(true);
  await authority.renewWhereDue();
  expect(authority.trustBundle()).toBe(first);
  expect(new Set(problems)).toEqual(new Set(['the root could not be renewed: the disk is full']));
});

test('a store that is silent keeps nobody waiting while the old root lasts', async () => {
  const clock = fakeClock();
  const { state } = await authorityOf({ clock, rootTtlMs: 60_000 });
  const keep = (): Promise<never> => new Promise(() => undefined);
  const authority = await authorityOf({ clock, state: state(), rootTtlMs: 60_000, keep });
  const [first = ''] = splitPem(authority.trustBundle());
  await clock.advance(55_000);
  expect(isSignedBy(await svidOf(authority, reviews, 3000), first)).toBe(true);
});

test('a given root is not renewed: after its end nothing is issued, and the reason is told', async () => {
  const clock = fakeClock();
  const given = (await authorityOf({ clock, rootTtlMs: 60_000 })).state();
  const authority = await authorityOf({ clock, state: { ...given, rootsAre: 'given' } });
  await clock.advance(61_000);
  expect(await authority.issue(reviews, 3000)).toEqual({
    ok: false,
    problem: 'no certificate that could sign is valid now',
  });
});

test('a clock that was a year ahead leaves the earlier root in place when it comes back', async () => {
  const clock = fakeClock();
  const authority = await authorityOf({ clock, rootTtlMs: 24 * hourMs });
  const [first = ''] = splitPem(authority.trustBundle());
  clock.jump(30 * hourMs);
  expect(isSignedBy(await svidOf(authority, reviews), first)).toBe(false);
  clock.jump(-30 * hourMs);
  expect(splitPem(authority.trustBundle())).toHaveLength(2);
  expect(isSignedBy(await svidOf(authority, reviews), first)).toBe(true);
});

test('a state of another trust domain is refused and changes nothing', async () => {
  const [authority, other] = [await authorityOf(), await authorityOf({ trustDomain: 'other.test' })];
  const bundle = authority.trustBundle();
  expect(await authority.adopt(other.state())).toEqual({
    ok: false,
    problem: 'the authority is of the trust domain "other.test", not of "cluster.local"',
  });
  expect(authority.trustBundle()).toBe(bundle);
});
