import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createCertificateAuthority } from '../../lib/identity/authority/certificate-authority.js';
import type { SealSecret } from '../../lib/identity/authority/seal-form.js';
import { sealedAuthorityStore, type SharedPlace } from '../../lib/identity/sealed-authority-store.js';

// A key and not a passphrase, which takes its time by design.
const secret: SealSecret = { kind: 'key', key: randomBytes(32) };
const yearMs = 31_536_000_000;

/** A place in memory that several stores share. */
function sharedPlace(): SharedPlace & { readonly writes: () => number } {
  let held: { readonly bytes?: Uint8Array; readonly version: string } = { version: '0' };
  let writes = 0;
  return {
    writes: () => writes,
    read: () => Promise.resolve(held),
    replace: (bytes, version) => {
      if (version !== held.version) return Promise.resolve(false);
      writes += 1;
      held = { bytes, version: String(writes) };
      return Promise.resolve(true);
    },
  };
}

/** An authority that is kept at a place, at a time that is moved by hand. */
async function authorityAt(place: SharedPlace, now: () => number) {
  const { keep, read } = sealedAuthorityStore({ place, secret });
  const found = await read();
  const state = found?.ok === true ? { state: found.state } : {};
  const made = await createCertificateAuthority({ trustDomain: 'test', clock: { now }, keep, ...state });
  if (!made.ok) throw new Error(made.problem);
  return made.authority;
}

test('of replicas that start at once one makes the root, and all have it', async () => {
  const place = sharedPlace();
  const authorities = await Promise.all([1, 2, 3].map(() => authorityAt(place, () => 1e12)));
  const bundles = new Set(authorities.map((authority) => authority.trustBundle()));
  expect(bundles.size).toBe(1);
  expect(place.writes()).toBe(1);
  expect((await authorityAt(place, () => 1e12)).trustBundle()).toBe([...bundles][0]);
});

test('of replicas whose root is due one renews it, and the others take that one', async () => {
  const place = sharedPlace();
  let nowMs = 1e12;
  const [one, two] = [await authorityAt(place, () => nowMs), await authorityAt(place, () => nowMs)];
  const first = one.trustBundle();
  nowMs += 0.7 * yearMs;
  await Promise.all([one.renewWhereDue(), two.renewWhereDue()]);
  expect(one.trustBundle()).not.toBe(first);
  expect(two.trustBundle()).toBe(one.trustBundle());
  expect(place.writes()).toBe(2);
});

test('who has another secret reads nothing and replaces nothing', async () => {
  const another: SealSecret = { kind: 'key', key: randomBytes(32) };
  const place = sharedPlace();
  await authorityAt(place, () => 1e12);
  const stranger = sealedAuthorityStore({ place, secret: another });
  expect(await stranger.read()).toMatchObject({ ok: false, reason: 'wrong-secret-or-damaged' });
  const fresh = sealedAuthorityStore({ place, secret: another });
  const state = (await authorityAt(place, () => 1e12)).state();
  await expect(fresh.keep(state)).rejects.toThrow('cannot be opened');
  expect(place.writes()).toBe(1);
});
