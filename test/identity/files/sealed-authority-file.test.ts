import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SealSecret } from '../../../lib/identity/authority/seal-form.js';
import { splitPem } from '../../../lib/identity/authority/split-pem.js';
import { sealedAuthorityFile } from '../../../lib/identity/files/sealed-authority-file.js';
import { identities } from '../../support/identities.js';
import { fakeClock } from '../../support/fake-clock.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const newKey = (): SealSecret => ({ kind: 'key', key: randomBytes(32) });

test('an authority goes on after a restart with all its roots, those that were renewed too', async () => {
  const path = join(temporaryFolder(), 'authority');
  const file = sealedAuthorityFile({ path, secret: newKey() });
  expect(await file.read()).toMatchObject({ ok: false, reason: 'absent' });
  const clock = fakeClock();
  const before = await identities.authorityOf({ clock, rootTtlMs: 60_000, keep: file.keep });
  await clock.advance(45_000);
  await before.renewWhereDue();
  const read = await file.read();
  const state = read.ok ? read.state : expect.fail(read.problem);
  const after = await identities.authorityOf({ clock, state, keep: file.keep });
  expect(after.trustBundle()).toBe(before.trustBundle());
  expect(splitPem(after.trustBundle())).toHaveLength(2);
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  expect(readFileSync(path, 'latin1')).not.toContain('PRIVATE KEY');
});

test.each([
  ['of another secret', (bytes: Buffer) => bytes, newKey()],
  ['that is damaged', (bytes: Buffer) => bytes.fill(0, 40, 44), undefined],
  ['that is something else', () => Buffer.from('hello'), undefined],
])('a file %s is told and not replaced', async (_, change, other) => {
  const path = join(temporaryFolder(), 'authority');
  const secret = newKey();
  const state = (await identities.authorityOf({ keep: sealedAuthorityFile({ path, secret }).keep })).state();
  writeFileSync(path, change(readFileSync(path)));
  const before = readFileSync(path);
  const file = sealedAuthorityFile({ path, secret: other ?? secret });
  expect(await file.read()).toMatchObject({ ok: false });
  await expect(file.keep(state)).rejects.toThrow('is not replaced');
  expect(readFileSync(path).equals(before)).toBe(true);
});
