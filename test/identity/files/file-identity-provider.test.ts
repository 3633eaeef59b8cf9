import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createFileIdentityProvider } from '../../../lib/identity/files/file-identity-provider.js';
import type { Identity } from '../../../lib/identity/identity-provider.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { identities } from '../../support/identities.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';
const ratings = 'spiffe://cluster.local/ns/shop/sa/ratings';

const identityOf = async (spiffeId = reviews): Promise<Identity> => {
  const authority = await identities.authorityOf();
  return { svid: await identities.svidOf(authority, spiffeId), trustBundle: authority.trustBundle() };
};

/** The three files, each replaced by a rename. */
function write(folder: string, { svid, trustBundle }: Identity, names = ['tls.crt', 'tls.key', 'ca.crt']): void {
  const texts: Readonly<Record<string, string>> = {
    'tls.crt': svid.certificateChain,
    'tls.key': svid.privateKey,
    'ca.crt': trustBundle,
  };
  for (const name of names) {
    writeFileSync(join(folder, `.${name}.new`), texts[name] ?? '');
    renameSync(join(folder, `.${name}.new`), join(folder, name));
  }
}

/** As Kubernetes' volumes do it: files are links through `..data`, and only that link moves. */
function swap(folder: string, identity: Identity, round: number): void {
  const version = `..round-${String(round)}`;
  mkdirSync(join(folder, version));
  write(join(folder, version), identity);
  symlinkSync(version, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  if (round > 1) {
    rmSync(join(folder, `..round-${String(round - 1)}`), { recursive: true });
    return;
  }
  for (const name of ['tls.crt', 'tls.key', 'ca.crt']) symlinkSync(join('..data', name), join(folder, name));
}

function follow(folder: string | undefined): { readonly told: Identity[]; readonly problems: string[] } {
  const [told, problems]: [Identity[], string[]] = [[], []];
  const provider = createFileIdentityProvider({
    trustDomain: 'cluster.local',
    folderOf: () => folder,
    clock: systemClock,
    onProblem: (problem) => problems.push(problem),
  });
  onTestFinished(() => provider.close());
  provider.follow(reviews, (identity) => told.push(identity));
  return { told, problems };
}

const keysOf = (told: readonly Identity[]): readonly string[] => told.map(({ svid }) => svid.privateKey);

test('an identity that another program wrote is told, and each renewal of it once', async () => {
  const folder = temporaryFolder();
  const [first, second] = [await identityOf(), await identityOf()];
  write(folder, first);
  const { told } = follow(folder);
  await vi.waitUntil(() => told.length === 1);
  write(folder, first);
  write(folder, second);
  await vi.waitUntil(() => told.length > 1);
  expect(keysOf(told)).toEqual(keysOf([first, second]));
  expect(told.at(-1)).toMatchObject({ svid: { spiffeId: reviews, notAfter: second.svid.notAfter } });
});

test('a folder whose link is moved, as in Kubernetes, is read again', async () => {
  const folder = temporaryFolder();
  const rounds = [await identityOf(), await identityOf(), await identityOf()];
  const { told } = follow(folder);
  for (const [index, identity] of rounds.entries()) {
    swap(folder, identity, index + 1);
    await vi.waitUntil(() => told.length === index + 1, { timeout: 8_000 });
  }
  expect(keysOf(told)).toEqual(keysOf(rounds));
});

test('a new certificate with the old key is no identity: the last one stays until the key is there', async () => {
  const folder = temporaryFolder();
  const [first, second] = [await identityOf(), await identityOf()];
  write(folder, first);
  const { told, problems } = follow(folder);
  await vi.waitUntil(() => told.length === 1);
  write(folder, second, ['tls.crt', 'ca.crt']);
  await vi.waitUntil(() => problems.length > 0);
  expect(problems).toEqual([`no identity for ${reviews} from ${folder}: the key is not that of the first certificate`]);
  expect(told).toHaveLength(1);
  write(folder, second, ['tls.key']);
  await vi.waitUntil(() => told.length === 2);
  expect(keysOf(told)).toEqual(keysOf([first, second]));
});

test.each([
  [
    'of somebody else',
    async (folder: string) => {
      write(folder, await identityOf(ratings));
    },
    `the files are of ${ratings}`,
  ],
  [
    'that are not all there',
    async (folder: string) => {
      write(folder, await identityOf(), ['tls.crt']);
    },
    'tls.crt, tls.key and ca.crt cannot all be read',
  ],
  [
    'without roots',
    async (folder: string) => {
      write(folder, { ...(await identityOf()), trustBundle: '' });
    },
    'there is no root to trust others by',
  ],
  [
    'of an authority',
    async (folder: string) => {
      const [issuer = expect.fail('no issuer')] = (await identities.authorityOf()).state().issuers;
      const svid = { ...(await identityOf()).svid, certificateChain: issuer.root, privateKey: issuer.privateKey };
      write(folder, { svid, trustBundle: issuer.root });
    },
    'the first certificate is no SVID',
  ],
])('files %s are no identity, and the reason is told once', async (_, fill, reason) => {
  const folder = temporaryFolder();
  await fill(folder);
  const { told, problems } = follow(folder);
  await vi.waitUntil(() => problems.length > 0);
  writeFileSync(join(folder, 'unrelated'), '');
  expect(problems).toEqual([`no identity for ${reviews} from ${folder}: ${reason}`]);
  expect(told).toEqual([]);
});

test('an identity without folder is told', () => {
  expect(follow(undefined).problems).toEqual([`there is no folder for the identity ${reviews}`]);
});
