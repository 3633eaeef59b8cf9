import { expect, test } from 'vitest';
import { createBookinfoRun, reviewsPath } from '../../support/bookinfo-run.js';
import { runIntent } from '../../support/example-program.js';
import { inParallel } from '../../support/in-parallel.js';
import { readReviews } from '../../support/read-reviews.js';
import type { Answer, RequestOptions } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const bookinfo = createBookinfoRun(envoy);
const jason = { headers: { 'end-user': 'jason' } } as const;

interface TimedAnswer extends Answer {
  readonly seconds: number;
}

async function timed(ask: () => Promise<Answer>): Promise<TimedAnswer> {
  const start = performance.now();
  const answer = await ask();
  // A spread would read the echo, which only echo servers give.
  return Object.assign(answer, { seconds: (performance.now() - start) / 1000 });
}

const rate = (options?: RequestOptions): Promise<TimedAnswer> =>
  timed(() => bookinfo.callAs('reviews/v2', 'ratings/http', '/ratings/0', options));

test.skipIf(envoy.isMissing)(
  'fault-injection-details-v1: details answers 555 to everyone, and only details',
  async () => {
    await bookinfo.run((await runIntent('fault-injection-details-v1')).ir);
    const detail = (options?: RequestOptions): Promise<Answer> =>
      bookinfo.callAs('productpage/v1', 'details/http', '/details/0', options);

    for (const options of [{}, jason]) {
      const answers = await inParallel(20, 4, () => detail(options));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([555]));
      const page = await bookinfo.ask('/productpage', options);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Sorry, product details are currently unavailable');
      expect(page.text).not.toContain('Sorry, product reviews');
    }
    expect((await bookinfo.ask('/api/v1/products/0')).status).toBe(503);
    expect((await bookinfo.ask(reviewsPath)).status).toBe(200);
    expect((await rate()).status).toBe(200);
  },
);

test.skipIf(envoy.isMissing)('virtual-service-ratings-test-abort: ratings fail for jason and nobody else', async () => {
  await bookinfo.run((await runIntent('virtual-service-ratings-test-abort')).ir);

  const forJason = await inParallel(30, 4, () => rate(jason));
  expect(new Set(forJason.map(({ status, text }) => `${String(status)} ${text}`))).toEqual(
    new Set(['500 fault filter abort']),
  );
  const forOthers = await inParallel(30, 4, (index) =>
    rate(index % 2 === 0 ? {} : { headers: { 'end-user': 'mary' } }),
  );
  expect(new Set(forOthers.map(({ status }) => status))).toEqual(new Set([200]));
  const seen = [...(await bookinfo.readMany(60, jason))].map(({ version, stars }) => `${version} ${stars}`);
  expect(new Set(seen)).toEqual(new Set(['v1 none', 'v2 unavailable', 'v3 unavailable']));
  const others = (await bookinfo.readMany(60)).map(({ version, stars }) => `${version} ${stars}`);
  expect(new Set(others)).toEqual(new Set(['v1 none', 'v2 black', 'v3 red']));
});

// The last of the file: the next change would wait until what it holds back has gone.
test.skipIf(envoy.isMissing)('virtual-service-ratings-test-delay: jason waits 7 seconds and nobody else', async () => {
  await bookinfo.run((await runIntent('virtual-service-ratings-test-delay')).ir);
  const read = (options?: RequestOptions): Promise<TimedAnswer> => timed(() => bookinfo.ask(reviewsPath, options));

  const [held, page, ...others] = await Promise.all([
    rate(jason),
    inParallel(8, 8, () => read(jason)),
    ...Array.from({ length: 10 }, () => rate()),
    ...Array.from({ length: 10 }, () => read({ headers: { 'end-user': 'mary' } })),
  ]);

  expect(held.status).toBe(200);
  expect(held.seconds).toBeGreaterThan(6.9);
  expect(held.seconds).toBeLessThan(9);
  for (const answer of page) {
    // v1 shows no stars, and so waits for none.
    const waits = readReviews(answer).version !== 'v1';
    if (waits) expect(answer.seconds).toBeGreaterThan(6.9);
    else expect(answer.seconds).toBeLessThan(4);
  }
  for (const { status, seconds } of others) {
    expect(status).toBe(200);
    expect(seconds).toBeLessThan(4);
  }
});
