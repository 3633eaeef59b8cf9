import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AuthorityState } from '../../../lib/identity/authority/authority-state.js';
import { splitPem } from '../../../lib/identity/authority/split-pem.js';
import { authorityFiles } from '../../../lib/identity/files/authority-files.js';
import { writePrivateFile } from '../../../lib/identity/files/write-private-file.js';
import { identities } from '../../support/identities.js';
import { fakeClock } from '../../support/fake-clock.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const own = { trustDomain: 'cluster.local', rootsAre: 'own' } as const;
const given = { trustDomain: 'cluster.local', rootsAre: 'given' } as const;

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** An authority in the time in which it has two roots. */
async function twoRoots(): Promise<AuthorityState> {
  const clock = fakeClock();
  const authority = await identities.authorityOf({ clock, rootTtlMs: 60_000 });
  await clock.advance(45_000);
  await authority.renewWhereDue();
  return authority.state();
}

test('an authority that was written as PEM goes on as the same one, with all its roots', async () => {
  const folder = join(temporaryFolder(), 'authority');
  const state = await twoRoots();
  await authorityFiles.write(folder, state);
  const read = await authorityFiles.read(folder, own);
  const { issuers } = read.ok ? read.state : expect.fail(read.problem);
  expect(issuers.map(({ root, privateKey }) => [root, privateKey])).toEqual(
    state.issuers.map(({ root, privateKey }) => [root, privateKey]),
  );
});

test('only the owner may read what is written, whatever rights the file had', async () => {
  const folder = join(temporaryFolder(), 'authority');
  await authorityFiles.write(folder, await twoRoots());
  expect(modeOf(folder)).toBe('700');
  expect(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))])).toEqual([
    ['ca.crt', '600'],
    ['ca.key', '600'],
  ]);
  chmodSync(join(folder, 'ca.key'), 0o644);
  await authorityFiles.write(folder, await twoRoots());
  expect(modeOf(join(folder, 'ca.key'))).toBe('600');
});

test('a crash between the two files leaves an authority that can be read', async () => {
  const folder = temporaryFolder();
  const state = await twoRoots();
  await authorityFiles.write(folder, { ...state, issuers: state.issuers.slice(0, 1) });
  const before = readFileSync(join(folder, 'ca.crt'));
  await authorityFiles.write(folder, state);
  writeFileSync(join(folder, 'ca.crt'), before);
  const read = await authorityFiles.read(folder, own);
  expect(read.ok && read.state.issuers.map(({ root }) => root)).toEqual([state.issuers[0]?.root]);
});

test('a given chain and its key are read as they come from other tools', async () => {
  const folder = temporaryFolder();
  const { certificateChain, privateKey } = identities.intermediate(temporaryFolder());
  writeFileSync(join(folder, 'ca.crt'), certificateChain);
  writeFileSync(join(folder, 'ca.key'), privateKey);
  const read = await authorityFiles.read(folder, given);
  const state = read.ok ? read.state : expect.fail(read.problem);
  const svid = await identities.svidOf(await identities.authorityOf({ state }), 'spiffe://cluster.local/a');
  expect(splitPem(svid.certificateChain)).toHaveLength(2);
});

test.each([
  ['nothing', undefined, undefined, 'absent', /there is no ca\.crt/],
  ['a certificate without key', 'pem', undefined, 'unusable', /there is no ca\.key/],
  ['text', 'hello', 'hello', 'unusable', /no PEM certificate/],
  ['a key of something else', 'pem', 'other', 'unusable', /the key is not that of the first certificate/],
  ['a key that is cut off', 'pem', 'cut', 'unusable', /cannot be read/],
  ['the certificate of a workload', 'leaf', 'leaf', 'unusable', /certificate 1 is not of an authority/],
  ['a chain without its root', 'rootless', 'between', 'unusable', /not signed by itself/],
] as const)('%s in the folder is told, and changes nothing', async (_, certificate, key, reason, problem) => {
  const folder = temporaryFolder();
  const state = (await identities.authorityOf()).state();
  const [issuer] = state.issuers;
  const svid = await identities.svidOf(await identities.authorityOf({ state }), 'spiffe://cluster.local/a');
  const between = identities.intermediate(temporaryFolder());
  const texts: Readonly<Record<string, string | undefined>> = {
    hello: 'hello',
    pem: issuer?.root,
    other: svid.privateKey,
    cut: issuer?.privateKey.slice(0, 80),
    rootless: splitPem(between.certificateChain)[0],
    between: between.privateKey,
  };
  if (certificate !== undefined) {
    writeFileSync(join(folder, 'ca.crt'), texts[certificate] ?? svid.certificateChain);
  }
  if (key !== undefined) writeFileSync(join(folder, 'ca.key'), texts[key] ?? svid.privateKey);
  const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(await authorityFiles.read(folder, given)).toEqual({
    ok: false,
    reason,
    problem: expect.stringMatching(problem) as string,
  });
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before);
});

test('a file that cannot be replaced stays as it was, and nothing is left beside it', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'taken');
  mkdirSync(path);
  writeFileSync(join(path, 'a'), 'b');
  await expect(writePrivateFile(path, 'secret')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['taken']);
  expect(readFileSync(join(path, 'a'), 'utf8')).toBe('b');
});
