import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { eventually } from '../../support/eventually.js';
import { inParallel } from '../../support/in-parallel.js';
import { request } from '../../support/request.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { startServedRollout, type ServedRollout } from '../../support/rollout/served-rollout.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const canary = 'reviews/v2/http';

test.skipIf(envoy.isMissing)(
  'a mirrored canary gets copies of its share of requests, and nobody hears of its failures and silence',
  { timeout: 120_000 },
  async () => {
    const server = createCanary();
    const served = await startServedRollout(reviewsRollout(), envoy.path, { v2: server.start });

    await askForAll(served, 200);
    expect(await countOf(served, 'upstream_rq_total')).toBe(0);

    for (const share of [0.3, 1]) {
      await served.expose({ mirror: share });
      const before = await countOf(served, 'upstream_rq_total');
      await askForAll(served, 600);
      await eventually(async () => (await countOf(served, 'upstream_rq_active')) === 0);
      const copies = (await countOf(served, 'upstream_rq_total')) - before;
      const { lowest, highest } = binomialBounds(600, share);
      expect(copies).toBeGreaterThanOrEqual(lowest);
      expect(copies).toBeLessThanOrEqual(highest);
    }
    // What the criteria count is the copies, with the canary's answers and times.
    const copies = await countOf(served, 'upstream_rq_total');
    expect(await countOf(served, 'upstream_rq_500')).toBe(copies);
    expect(await countOf(served, 'upstream_rq_completed')).toBe(copies);
    expect(new Set(server.seen.map(({ headers }) => headers.host))).toEqual(new Set(['reviews']));
    expect(new Set(server.seen.map(({ url }) => url))).toEqual(new Set(['/some?thing']));

    server.hang();
    await askForAll(served, 200);
    await served.expose({ mirror: 0 });
    const last = await countOf(served, 'upstream_rq_total');
    expect(last).toBe(copies + 200);
    await askForAll(served, 200);
    expect(await countOf(served, 'upstream_rq_total')).toBe(last);
  },
);

/** Sends requests, and expects that the stable version answers each. */
async function askForAll({ url }: ServedRollout, count: number): Promise<void> {
  const answers = await inParallel(count, 8, () => request(`${url}some?thing`));
  expect(new Set(answers.map(({ status, headers }) => `${String(status)} ${String(headers['x-instance'])}`))).toEqual(
    new Set(['200 v1']),
  );
}

function countOf({ counterOf }: ServedRollout, name: string): Promise<number> {
  return counterOf(canary, name);
}

/** A version that fails whatever it is asked, and then says nothing at all. */
function createCanary() {
  const seen: IncomingMessage[] = [];
  let isSilent = false;
  const server = createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    seen.push(message);
    if (!isSilent) response.writeHead(500).end('no');
  });
  return {
    seen,
    hang: () => (isSilent = true),
    start: async (port: number): Promise<void> => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
    },
  };
}
