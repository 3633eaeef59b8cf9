import { expect, test } from 'vitest';
import { admitByAny } from '../../../lib/control-plane/admission/admit-by-any.js';
import { admitByPeerUri } from '../../../lib/control-plane/admission/admit-by-peer-uri.js';
import { admitByToken } from '../../../lib/control-plane/admission/admit-by-token.js';
import {
  createTokenReviewer,
  type TokenReviewerOptions,
  type TokenReviewObject,
} from '../../../lib/control-plane/admission/create-token-reviewer.js';
import { meshIdentities } from '../../../lib/control-plane/mutual-tls/mesh-identities.js';
import type { XdsClient } from '../../../lib/xds/admission.js';
import { callMesh } from '../../support/call-mesh.js';
import { compiled } from '../../support/compiled.js';
import { fakeClock } from '../../support/fake-clock.js';

const { ofGroup } = meshIdentities(compiled(callMesh([])));
const idOf = (account: string): string => `spiffe://cluster.local/ns/shop/sa/${account}`;

const clientOf = (parts: Partial<XdsClient>): XdsClient => ({
  nodeId: 'sidecar~reviews/v1~host-7',
  cluster: 'reviews',
  peerUris: [],
  ...parts,
});

const byCertificate = admitByPeerUri(ofGroup);

test('a node with the certificate of its owner is admitted to its group', () => {
  expect(byCertificate(clientOf({ peerUris: [idOf('reviews')] }))).toEqual({
    kind: 'admitted',
    group: 'sidecar~reviews/v1',
  });
});

test.each([
  ['of another service', { peerUris: [idOf('client')] }],
  ['of another trust domain', { peerUris: ['spiffe://other.test/ns/shop/sa/reviews'] }],
  ['of another namespace', { peerUris: ['spiffe://cluster.local/ns/other/sa/reviews'] }],
  ['with two identities', { peerUris: [idOf('reviews'), idOf('client')] }],
  ['that is missing', {}],
  ['of its owner, for a node of no group', { nodeId: 'sidecar~ratings/v1~1', peerUris: [idOf('reviews')] }],
  ['of its owner, for a node without a proper id', { nodeId: 'reviews', peerUris: [idOf('reviews')] }],
])('a certificate %s admits nobody', (_, parts) => {
  expect(byCertificate(clientOf(parts))).toMatchObject({ kind: 'refused' });
});

/** A reviewer whose API server gives the same answer to everything, and the tokens it was asked about. */
function reviewerOf(
  answer: () => Promise<NonNullable<TokenReviewObject['status']>>,
  options: Partial<TokenReviewerOptions> = {},
): { readonly review: ReturnType<typeof createTokenReviewer>; readonly asked: string[] } {
  const asked: string[] = [];
  const createTokenReview = async ({
    body,
  }: {
    readonly body: Omit<TokenReviewObject, 'status'>;
  }): Promise<TokenReviewObject> => {
    asked.push(body.spec.token ?? '');
    return { ...body, status: await answer() };
  };
  const clock = fakeClock();
  return {
    review: createTokenReviewer({ api: { createTokenReview }, audience: 'meshwright', clock, ...options }),
    asked,
  };
}

const reviewsAccount = {
  authenticated: true,
  audiences: ['meshwright'],
  user: { username: 'system:serviceaccount:shop:reviews' },
};
const accepted = { ok: true, namespace: 'shop', serviceAccount: 'reviews' };

test('a node with a token of its account is admitted, and one with a token of another account is not', async () => {
  const { review } = reviewerOf(() => Promise.resolve(reviewsAccount));
  const byToken = admitByToken({ review, trustDomain: 'cluster.local', spiffeIdOf: ofGroup });
  expect(await byToken(clientOf({ bearerToken: 'a.b.c' }))).toEqual({ kind: 'admitted', group: 'sidecar~reviews/v1' });
  expect(await byToken(clientOf({ bearerToken: 'a.b.c', nodeId: 'sidecar~client/v1~1' }))).toMatchObject({
    kind: 'refused',
  });
  expect(await byToken(clientOf({}))).toEqual({ kind: 'refused', reason: 'there is no bearer token' });
});

test('of several ways one is enough, and the reasons of all are told where none is', async () => {
  const { review, asked } = reviewerOf(() => Promise.resolve(reviewsAccount));
  const byToken = admitByToken({ review, trustDomain: 'cluster.local', spiffeIdOf: ofGroup });
  const admit = admitByAny([byCertificate, byToken]);
  expect(await admit(clientOf({ peerUris: [idOf('reviews')], bearerToken: 'a.b.c' }))).toMatchObject({
    kind: 'admitted',
  });
  expect(asked).toEqual([]);
  expect(await admit(clientOf({ bearerToken: 'a.b.c' }))).toMatchObject({ kind: 'admitted' });
  expect(await admit(clientOf({}))).toEqual({
    kind: 'refused',
    reason: 'there is no client certificate with a SPIFFE id; there is no bearer token',
  });
});

test.each([
  ['that is not accepted', { authenticated: false }],
  ['of a server that says nothing of audiences', { authenticated: true, user: reviewsAccount.user }],
  ['made out to another audience', { ...reviewsAccount, audiences: ['vault'] }],
  ['of a person', { ...reviewsAccount, user: { username: 'reviews' } }],
  ['of a node', { ...reviewsAccount, user: { username: 'system:node:shop:reviews' } }],
])('a token %s is refused', async (_, status) => {
  const { review } = reviewerOf(() => Promise.resolve(status));
  expect(await review('a.b.c')).toMatchObject({ ok: false, kind: 'refused' });
});

test.each([
  ['nothing', ''],
  ['a word', 'abc'],
  ['two parts', 'a.b'],
  ['four parts', 'a.b.c.d'],
  ['a line break', 'a.b.c\n'],
  ['an umlaut', 'ä.b.c'],
  ['far too much', `a.b.${'c'.repeat(20_000)}`],
])('what is no token is refused without a question to the API server: %s', async (_, token) => {
  const { review, asked } = reviewerOf(() => Promise.resolve(reviewsAccount));
  expect(await review(token)).toMatchObject({ ok: false, kind: 'refused' });
  expect(asked).toEqual([]);
});

test('an answer holds for ten seconds, and many that ask at once are one question', async () => {
  const clock = fakeClock();
  const { review, asked } = reviewerOf(() => Promise.resolve(reviewsAccount), { clock });
  expect(await Promise.all([review('a.b.c'), review('a.b.c'), review('a.b.c')])).toEqual([
    accepted,
    accepted,
    accepted,
  ]);
  await clock.advance(9_999);
  await review('a.b.c');
  expect(asked).toHaveLength(1);
  await clock.advance(2);
  await review('a.b.c');
  await review('d.e.f');
  expect(asked).toEqual(['a.b.c', 'a.b.c', 'd.e.f']);
});

test('an API server that fails or is silent is asked again, and its words are not repeated', async () => {
  const clock = fakeClock();
  let answer: () => Promise<typeof reviewsAccount> = () => Promise.reject(new Error('cannot post a.b.c'));
  const { review } = reviewerOf(() => answer(), { clock });
  const failed = await review('a.b.c');
  expect(failed).toMatchObject({ ok: false, kind: 'unknown' });
  expect(JSON.stringify(failed)).not.toContain('a.b.c');
  answer = () => new Promise(() => undefined);
  const silent = review('a.b.c');
  await clock.advance(5_000);
  expect(await silent).toMatchObject({ ok: false, kind: 'unknown' });
  answer = () => Promise.resolve(reviewsAccount);
  expect(await review('a.b.c')).toEqual(accepted);
  expect(clock.timers()).toBe(0);
});
