import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../../client/back-off.js';
import { systemClock } from '../../util/system-clock.js';
import { askForCertificate } from '../certificates/ask-for-certificate.js';
import { writeIdentityFolder } from '../certificates/write-identity-folder.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { AccessOptions } from '../registry/access-options.js';
import { UsageError } from '../usage-error.js';

/** What `meshwright certificates request` takes. */
export interface CertificateOptions extends Omit<AccessOptions, 'json'> {
  /** Where the files go. */
  readonly folder: string;
  /** Whether it is renewed until the command is stopped. */
  readonly watch: boolean;
}

/** The wall clock may jump, so it is looked at this often. */
const longestWaitMs = 10_000;
const backOff = { baseMs: 500, maxMs: 30_000 };

/**
 * `meshwright certificates request`: makes a key, gets a certificate of it, and writes both with the roots to a folder; with
 * `--watch` again and again, each time before a third of the life is left. What fails then is told and tried again: the files
 * stay as they are.
 */
export async function certificatesRequest(
  service: string | undefined,
  options: CertificateOptions,
  io: Io,
): Promise<ExitCode> {
  const folder = resolve(io.workingDirectory, options.folder);
  let isFirst = true;
  let failures = 0;
  while (!io.signal.aborted) {
    const asked = await askForCertificate(service, options, io);
    if (asked.kind === 'failed') {
      // Once it has worked the mistake is the server's, and may be put right while the old certificate is good.
      if (!options.watch || (isFirst && !asked.mayPass)) throw new UsageError(asked.problem);
      io.stderr.write(`no certificate: ${asked.problem}; it is tried again\n`);
      await wait(systemClock.now() + backOffMs(backOff, ++failures, (1 + Math.random()) / 2), io.signal);
      continue;
    }
    const { certificate, privateKey } = asked;
    const { certificateChain, trustBundle, spiffeId, notBefore, notAfter } = certificate;
    writeIdentityFolder(folder, { 'tls.crt': certificateChain, 'tls.key': privateKey, 'ca.crt': trustBundle });
    io.stdout.write(`${spiffeId} until ${new Date(notAfter).toISOString()}\n`);
    if (!options.watch) break;
    isFirst = false;
    failures = 0;
    const now = systemClock.now();
    // Spread, so that those who started together do not come back together.
    await wait(now + (notAfter - now) * (2 / 3 - Math.random() / 10), io.signal, notBefore);
  }
  return exitCode.ok;
}

/** Waits for a time of the wall clock, or that it is set back before `from`. Ends at once when the user asks to stop. */
async function wait(until: number, signal: AbortSignal, from = -Infinity): Promise<void> {
  for (let now = systemClock.now(); now < until && now >= from && !signal.aborted; now = systemClock.now())
    await sleep(Math.min(until - now, longestWaitMs), undefined, { signal }).catch(() => undefined);
}
