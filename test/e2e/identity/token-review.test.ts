import { AuthenticationV1Api, KubeConfig } from '@kubernetes/client-node';
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { createTokenReviewer } from '../../../lib/control-plane/admission/create-token-reviewer.js';
import type { ReviewToken } from '../../../lib/control-plane/admission/token-review.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startKube, type Kube } from '../../support/kube.js';
import { findTool } from '../../support/tools.js';

const missing = [await findTool('etcd'), await findTool('kube-apiserver'), await findTool('kubectl')].some(
  ({ isMissing }) => isMissing,
);
const test = it.skipIf(missing);

let kube: Kube;
let review: ReviewToken;

/** Runs kubectl; gives what it prints. */
async function kubectl(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await kube.kubectl(args);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.trim();
}

beforeAll(async () => {
  if (missing) return;
  kube = await startKube();
  const config = new KubeConfig();
  config.loadFromFile(kube.kubeconfigPath);
  await kubectl('create', 'namespace', 'shop');
  for (const name of ['reviews', 'leaver']) await kubectl('-n', 'shop', 'create', 'serviceaccount', name);
  review = reviewerOf(config);
});

const reviewerOf = (config: KubeConfig): ReviewToken =>
  createTokenReviewer({
    api: config.makeApiClient(AuthenticationV1Api),
    audience: 'meshwright',
    clock: systemClock,
    cacheMs: 1,
  });

const tokenOf = (name: string, audience = 'meshwright'): Promise<string> =>
  kubectl('-n', 'shop', 'create', 'token', name, '--audience', audience, '--duration', '10m');

/** The token with other claims, signed anew. */
function resigned(token: string, claims: object, key: KeyObject): string {
  const [head = '', body = ''] = token.split('.');
  const old = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const signed = `${head}.${Buffer.from(JSON.stringify({ ...old, ...claims })).toString('base64url')}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** What the API server of the test signs with. */
const serverKey = (): KeyObject =>
  createPrivateKey(readFileSync(join(dirname(kube.kubeconfigPath), 'service-accounts.pem')));

const reviews = { ok: true, namespace: 'shop', serviceAccount: 'reviews' };

test('a token of a service account that is made out to us tells the account', async () => {
  expect(await review(await tokenOf('reviews'))).toEqual(reviews);
});

test('a token that is made out to somebody else is refused', async () => {
  expect(await review(await tokenOf('reviews', 'vault'))).toMatchObject({ ok: false, kind: 'refused' });
});

test('a token that has ended is refused, however well it is signed', async () => {
  const token = await tokenOf('reviews');
  const now = Math.floor(Date.now() / 1000);
  expect(await review(resigned(token, {}, serverKey()))).toEqual(reviews);
  const ended = { iat: now - 1200, nbf: now - 1200, exp: now - 600 };
  expect(await review(resigned(token, ended, serverKey()))).toMatchObject({ ok: false, kind: 'refused' });
});

test('a token that somebody else signed, or that was changed, is refused', async () => {
  const token = await tokenOf('reviews');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  expect(await review(resigned(token, {}, privateKey))).toMatchObject({ ok: false, kind: 'refused' });
  const [head = '', , signature = ''] = token.split('.');
  const [, body = ''] = (await tokenOf('leaver')).split('.');
  expect(await review(`${head}.${body}.${signature}`)).toMatchObject({ ok: false, kind: 'refused' });
  expect(await review('e30.e30.e30')).toMatchObject({ ok: false, kind: 'refused' });
});

test('a token of an account that was deleted is refused', async () => {
  // Not asked before: the API server remembers for ten seconds too.
  const token = await tokenOf('leaver');
  await kubectl('-n', 'shop', 'delete', 'serviceaccount', 'leaver');
  await expect.poll(() => review(token), { timeout: 20_000 }).toMatchObject({ ok: false, kind: 'refused' });
});

test('whether a token is good stays unknown while the API server cannot be reached', async () => {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: 'none', server: 'https://127.0.0.1:1', skipTLSVerify: false },
    { name: 'nobody' },
  );
  expect(await reviewerOf(config)(await tokenOf('reviews'))).toMatchObject({ ok: false, kind: 'unknown' });
});
