import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createLocalIdentityProvider } from '../../lib/identity/local-identity-provider.js';
import type { Identity } from '../../lib/identity/identity-provider.js';
import { readIssuer } from '../../lib/identity/authority/read-issuer.js';
import { readSvid } from '../../lib/identity/read-svid.js';
import { sealAuthority } from '../../lib/identity/authority/seal-authority.js';
import { identities } from '../support/identities.js';
import { fakeClock } from '../support/fake-clock.js';

const reviews = 'spiffe://cluster.local/ns/shop/sa/reviews';

/** The lines of a key's PEM that hold its secret part; the last one holds the public key, which certificates show. */
const linesOf = (pem: string): readonly string[] =>
  pem
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('-'))
    .slice(0, 2);

test('no printing and no JSON of an authority, its state, an identity or a provider holds a key', async () => {
  const clock = fakeClock();
  const authority = await identities.authorityOf({ clock });
  const state = authority.state();
  const provider = createLocalIdentityProvider({ authority, clock, random: () => 0 });
  const identity = await new Promise<Identity>((resolve) => provider.follow(reviews, resolve));
  const keys = [identity.svid.privateKey, ...state.issuers.map(({ privateKey }) => privateKey)].flatMap(linesOf);
  expect(keys).toHaveLength(4);
  const printed = [authority, state, identity, identity.svid, { ...identity.svid }, provider].flatMap((value) => [
    JSON.stringify(value),
    inspect(value, { depth: 20 }),
    // Whoever adds a key to something that is enumerated is found by this too.
    JSON.stringify(Object.entries(value)),
  ]);
  for (const text of printed) for (const key of keys) expect(text).not.toContain(key);
  await provider.close();
});

test('what is said against a key that cannot be used holds nothing of it', async () => {
  const authority = await identities.authorityOf();
  const [issuer = expect.fail('no issuer')] = authority.state().issuers;
  const svid = await identities.svidOf(authority, reviews);
  for (const privateKey of [issuer.privateKey.slice(0, 150), issuer.privateKey.replaceAll('A', '!'), svid.privateKey]) {
    const texts = [
      await readIssuer({ certificateChain: issuer.root, privateKey }),
      readSvid({ certificateChain: svid.certificateChain, privateKey: `${privateKey}x`, trustBundle: issuer.root }),
    ].map((result) => JSON.stringify(result));
    for (const text of texts) for (const line of linesOf(privateKey)) expect(text).not.toContain(line);
  }
});

test('a sealed authority shows nothing of a key, and no certificate either', async () => {
  const { state } = await identities.authorityOf();
  const sealed = await sealAuthority(state(), { kind: 'passphrase', passphrase: 'open sesame' });
  const text = Buffer.from(sealed).toString('latin1');
  for (const { privateKey, root } of state().issuers) {
    for (const line of [...linesOf(privateKey), ...linesOf(root)]) expect(text).not.toContain(line);
  }
  expect(text).not.toContain('PRIVATE');
  expect(text).not.toContain('sesame');
});
