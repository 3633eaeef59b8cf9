import { expect, test } from 'vitest';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { createBookinfoRun, reviewsPath } from '../../support/bookinfo-run.js';
import { runIntent } from '../../support/example-program.js';
import { inParallel } from '../../support/in-parallel.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const bookinfo = createBookinfoRun(envoy);

// Of requests that are spread over four versions, so many miss one of them in less than one run in 10^9.
const enough = 80;

/** Versions that answer an instance when it calls a service. */
async function versionsSeen(instance: string, callee: string, path: string): Promise<readonly string[]> {
  const answers = await inParallel(enough, 8, () => bookinfo.callAs(instance, callee, path));
  return [...new Set(answers.map(({ headers }) => String(headers['x-served-by'])))].sort();
}

const detailsSeen = (): Promise<readonly string[]> => versionsSeen('productpage/v1', 'details/http', '/details/0');
const reviewsSeen = (): Promise<readonly string[]> => versionsSeen('productpage/v1', 'reviews/http', '/health');
const ratingsSeen = (): Promise<readonly string[]> => versionsSeen('reviews/v2', 'ratings/http', '/ratings/0');

test.skipIf(envoy.isMissing)('destination-rule-all: every version of every service is there to be chosen', async () => {
  await bookinfo.run((await runIntent('destination-rule-all')).ir);

  expect(await reviewsSeen()).toEqual(['reviews/v1', 'reviews/v2', 'reviews/v3']);
  expect(await detailsSeen()).toEqual(['details/v1', 'details/v2']);
  expect(await ratingsSeen()).toEqual(['ratings/v1', 'ratings/v2', 'ratings/v2-mysql', 'ratings/v2-mysql-vm']);
});

test.skipIf(envoy.isMissing)('destination-rule-all-mtls: declares the same versions', async () => {
  const [plain, mutual] = await Promise.all([
    runIntent('destination-rule-all'),
    runIntent('destination-rule-all-mtls'),
  ]);

  expect(withoutOrigins(mutual.ir)).toEqual(withoutOrigins(plain.ir));
});

test.skipIf(envoy.isMissing)('virtual-service-all-v1: whoever calls gets v1, though others run', async () => {
  await bookinfo.run((await runIntent('virtual-service-all-v1')).ir);

  expect(bookinfo.instances()).toEqual(
    expect.arrayContaining(['details/v2', 'ratings/v2', 'reviews/v2', 'reviews/v3']),
  );
  expect(await reviewsSeen()).toEqual(['reviews/v1']);
  expect(await detailsSeen()).toEqual(['details/v1']);
  expect(await ratingsSeen()).toEqual(['ratings/v1']);
  expect((await bookinfo.ask(reviewsPath)).text).not.toContain('stars');
});

test.skipIf(envoy.isMissing)('virtual-service-details-v2: details come from v2, all else as before', async () => {
  await bookinfo.run((await runIntent('virtual-service-details-v2')).ir);

  expect(await detailsSeen()).toEqual(['details/v2']);
  expect(await reviewsSeen()).toEqual(['reviews/v1', 'reviews/v2', 'reviews/v3']);
});

test.skipIf(envoy.isMissing)('certmanager-gateway: lets in challenges and nothing else', async () => {
  await bookinfo.run((await runIntent('certmanager-gateway')).ir);
  const challenge = '/.well-known/acme-challenge/token-1';

  const answer = await bookinfo.askAt('cert-manager-gateway', challenge);
  expect(answer).toMatchObject({ status: 200, text: 'token-1.thumbprint' });
  for (const path of ['/', '/productpage', '/.well-known', '/.well-known/acme-challengex', '/health']) {
    expect((await bookinfo.askAt('cert-manager-gateway', path)).status, path).toBe(404);
  }
  expect((await bookinfo.ask(challenge)).status).toBe(404);
  expect((await bookinfo.ask('/productpage')).status).toBe(200);
});

function withoutOrigins(ir: MeshIr): unknown {
  return JSON.parse(JSON.stringify(ir, (key, value: unknown) => (key === 'origin' ? undefined : value)));
}
