import { expect, test } from 'vitest';
import { acceptance } from '../../support/binomial-test.js';
import { createBookinfoRun, reviewsPath } from '../../support/bookinfo-run.js';
import { runIntent } from '../../support/example-program.js';
import { readReviews, type SeenReviews } from '../../support/read-reviews.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const bookinfo = createBookinfoRun(envoy);

// Of requests that were spread over three versions, so many would all hit one in less than one run of 10^18.
const enough = 40;

const kinds = (seen: readonly SeenReviews[]): readonly string[] => [
  ...new Set(seen.map(({ version, stars }) => `${version} ${stars}`)),
];

test.skipIf(envoy.isMissing)('bookinfo-gateway: lets in what it names, and answers 404 to all else', async () => {
  await bookinfo.run((await runIntent('bookinfo-gateway')).ir);
  const statusOf = async (path: string): Promise<number> => (await bookinfo.ask(path)).status;

  for (const path of ['/productpage', '/static/page.css', '/static', '/api/v1/products', '/api/v1/products/0']) {
    expect(await statusOf(path), path).toBe(200);
  }
  for (const path of ['/login', '/logout']) expect(await statusOf(path), path).toBe(302);
  const outside = ['/', '/productpage/', '/productpage/x', '/Productpage', '/staticx', '/login/x', '/details/0'];
  for (const path of [...outside, '/reviews/0', '/health', '/api/v1']) expect(await statusOf(path), path).toBe(404);
  expect((await bookinfo.ask('/productpage?u=normal')).status).toBe(200);
});

test.skipIf(envoy.isMissing)('virtual-service-reviews-v3: all readers see red stars', async () => {
  await bookinfo.run((await runIntent('virtual-service-reviews-v3')).ir);

  expect(kinds(await bookinfo.readMany(enough))).toEqual(['v3 red']);
});

test.skipIf(envoy.isMissing).each([
  { intent: 'virtual-service-reviews-test-v2', others: 'v1 none' },
  { intent: 'virtual-service-reviews-jason-v2-v3', others: 'v3 red' },
])('$intent: jason sees black stars, all others $others', async ({ intent, others }) => {
  await bookinfo.run((await runIntent(intent)).ir);

  expect(kinds(await bookinfo.readMany(enough, { headers: { 'end-user': 'jason' } }))).toEqual(['v2 black']);
  for (const user of ['Jason', 'jasons', 'json', 'jason,jason']) {
    const seen = readReviews(await bookinfo.ask(reviewsPath, { headers: { 'end-user': user } }));
    expect(kinds([seen]), user).toEqual([others]);
  }
  expect(kinds(await bookinfo.readMany(enough))).toEqual([others]);
});

test.skipIf(envoy.isMissing)('destination-rule-reviews: each request falls on a version by chance', async () => {
  await bookinfo.run((await runIntent('destination-rule-reviews')).ir);
  const versions: string[] = [];
  for (let count = 0; count < 400; count++) {
    const { headers } = await bookinfo.callAs('productpage/v1', 'reviews/http', '/health');
    versions.push(String(headers['x-served-by']));
  }

  // Exact binomial tests, each wrong once in a million runs. Taking turns would never repeat a version.
  const share = acceptance(versions.length, 1 / 3);
  for (const version of ['reviews/v1', 'reviews/v2', 'reviews/v3']) {
    const count = versions.filter((each) => each === version).length;
    expect(count, version).toBeGreaterThanOrEqual(share.lowest);
    expect(count, version).toBeLessThanOrEqual(share.highest);
  }
  const repeats = versions.filter((version, index) => index > 0 && version === versions[index - 1]).length;
  const chance = acceptance(versions.length - 1, 1 / 3);
  expect(repeats).toBeGreaterThanOrEqual(chance.lowest);
  expect(repeats).toBeLessThanOrEqual(chance.highest);
});
