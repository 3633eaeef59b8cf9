import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuthorityState, Issuer } from '../authority/authority-state.js';
import { readIssuer } from '../authority/read-issuer.js';
import { splitPem } from '../authority/split-pem.js';
import { writePrivateFile } from './write-private-file.js';

/** A state, or why there is none. `absent`: there are no such files. */
export type AuthorityFilesResult =
  | { readonly ok: true; readonly state: AuthorityState }
  | { readonly ok: false; readonly reason: 'absent' | 'unusable'; readonly problem: string };

const certificateName = 'ca.crt';
const keyName = 'ca.key';
const keyForm = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/g;

/**
 * A certificate authority as plain PEM files, for those who ask for that: whoever can read the folder can issue every
 * identity. One file holds the certificates (`ca.crt`) and one the keys (`ca.key`), both in the order of the issuers.
 */
export const authorityFiles = Object.freeze({
  /** Makes the folder where there is none. The keys first: certificates without their keys are never there. */
  write: async (folder: string, { issuers }: AuthorityState): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writePrivateFile(join(folder, keyName), issuers.map(({ privateKey }) => privateKey).join(''));
    const chains = issuers.map(({ intermediates, root }) => `${intermediates}${root}`);
    await writePrivateFile(join(folder, certificateName), chains.join(''));
  },

  /** Reads what `write` wrote, or where the roots are given, a chain with its root and the key of its first certificate. */
  read: async (
    folder: string,
    { trustDomain, rootsAre }: Pick<AuthorityState, 'trustDomain' | 'rootsAre'>,
  ): Promise<AuthorityFilesResult> => {
    const [certificates, keys] = await Promise.all([
      readIfThere(folder, certificateName),
      readIfThere(folder, keyName),
    ]);
    if (certificates === undefined || keys === undefined) {
      const problem = `there is no ${certificates === undefined ? certificateName : keyName} in ${folder}`;
      const isAbsent = certificates === undefined && keys === undefined;
      return { ok: false, reason: isAbsent ? 'absent' : 'unusable', problem };
    }
    const read = rootsAre === 'own' ? await readOwn(certificates, keys) : await readGiven(certificates, keys);
    return read.ok
      ? { ok: true, state: Object.freeze({ trustDomain, rootsAre, issuers: Object.freeze(read.issuers) }) }
      : { ok: false, reason: 'unusable', problem: read.problem };
  },
});

type ReadIssuers = { readonly ok: true; readonly issuers: Issuer[] } | { readonly ok: false; readonly problem: string };

async function readGiven(certificateChain: string, privateKey: string): Promise<ReadIssuers> {
  const read = await readIssuer({ certificateChain, privateKey });
  return read.ok ? { ok: true, issuers: [read.issuer] } : read;
}

/** After a crash between the two files there may be a key without root, or an ended root without key. */
async function readOwn(certificates: string, keys: string): Promise<ReadIssuers> {
  const issuers: Issuer[] = [];
  let problem = 'there is no PEM certificate';
  for (const certificateChain of splitPem(certificates)) {
    for (const privateKey of keys.match(keyForm) ?? [keys]) {
      const read = await readIssuer({ certificateChain, privateKey });
      if (read.ok) issuers.push(read.issuer);
      else problem = read.problem;
    }
  }
  return issuers.length > 0 ? { ok: true, issuers } : { ok: false, problem };
}

async function readIfThere(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
