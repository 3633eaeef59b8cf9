import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openAuthority } from '../../../lib/identity/authority/open-authority.js';
import { sealAuthority } from '../../../lib/identity/authority/seal-authority.js';
import type { SealSecret } from '../../../lib/identity/authority/seal-form.js';
import { identities } from '../../support/identities.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';
const withKey: SealSecret = { kind: 'key', key: randomBytes(32) };
const withPassphrase: SealSecret = { kind: 'passphrase', passphrase: 'correct horse' };

test.each([withKey, withPassphrase])(
  'an authority that was sealed with a $kind goes on as the same one',
  async (secret) => {
    const authority = await identities.authorityOf();
    const opened = await openAuthority(await sealAuthority(authority.state(), secret), secret);
    const state = opened.ok ? opened.state : expect.fail(opened.problem);
    const again = await identities.authorityOf({ state });
    expect(again.trustBundle()).toBe(authority.trustBundle());
    const [server, client] = [await identities.svidOf(authority, reviews), await identities.svidOf(again, reviews)];
    const bundle = authority.trustBundle();
    await identities.handshake({ server, client, serverTrusts: bundle, clientTrusts: bundle });
  },
);

test('the same authority gives other bytes each time', async () => {
  const state = (await identities.authorityOf()).state();
  const [left, right] = [await sealAuthority(state, withKey), await sealAuthority(state, withKey)];
  expect(Buffer.from(left).equals(right)).toBe(false);
});

test.each<[string, SealSecret, SealSecret]>([
  ['another key', withKey, { kind: 'key', key: randomBytes(32) }],
  ['another passphrase', withPassphrase, { kind: 'passphrase', passphrase: 'correct horses' }],
])('%s opens nothing and is told so', async (_, secret, other) => {
  const sealed = await sealAuthority((await identities.authorityOf()).state(), secret);
  expect(await openAuthority(sealed, other)).toMatchObject({ ok: false, reason: 'wrong-secret-or-damaged' });
});

test('a key for what a passphrase sealed is told apart from a wrong one', async () => {
  const sealed = await sealAuthority((await identities.authorityOf()).state(), withPassphrase);
  expect(await openAuthority(sealed, withKey)).toEqual({
    ok: false,
    reason: 'other-kind-of-secret',
    problem: 'the certificate authority is sealed with a passphrase, not with a key',
  });
});

test('a passphrase opens in whichever Unicode form it is typed', async () => {
  const sealed = await sealAuthority((await identities.authorityOf()).state(), {
    kind: 'passphrase',
    passphrase: 'caf\u00e9',
  });
  expect(await openAuthority(sealed, { kind: 'passphrase', passphrase: 'cafe\u0301' })).toMatchObject({ ok: true });
});

test('no bit of the bytes can change, no byte can go and none can be added without being noticed', async () => {
  const sealed = await sealAuthority((await identities.authorityOf()).state(), withKey);
  const opens = async (bytes: Uint8Array): Promise<boolean> => (await openAuthority(bytes, withKey)).ok;
  expect(await opens(sealed)).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const flipped = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ (1 << bit) : byte));
      expect(await opens(flipped)).toBe(false);
      expect(await opens(sealed.slice(0, at))).toBe(false);
      expect(await opens(Buffer.concat([sealed, Buffer.from([bit])]))).toBe(false);
    }),
  );
});

test('whatever bytes are given, opening them ends in a result', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(await openAuthority(bytes, withKey)).toMatchObject({ ok: false });
    }),
  );
});
