import { expect, test } from 'vitest';
import { binomialBounds } from '../../support/binomial-bounds.js';
import { inParallel } from '../../support/in-parallel.js';
import { request } from '../../support/request.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const ir = reviewsRollout({ rollout: { affinity: { cookie: 'side', ttlMs: 60_000 } } });
const users = 600;

test.skipIf(envoy.isMissing)(
  'with affinity a user stays where the first answer came from; higher shares take users to the canary and none away, lower ones bring them back',
  { timeout: 120_000 },
  async () => {
    const { url, expose } = await startServedRollout(ir, envoy.path);
    const ask = async (cookie?: string) => {
      const { status, headers } = await request(url, cookie === undefined ? {} : { headers: { cookie } });
      expect(status).toBe(200);
      return { version: headers['x-instance'], setCookies: headers['set-cookie'] ?? [] };
    };
    await expose({ weight: 0.3 });
    const first = await inParallel(users, 8, () => ask());
    const cookies = first.map(({ setCookies: [cookie = ''] }) => {
      expect(cookie).toMatch(/^side=[-\da-f]{36}; Max-Age=60; Path=\/; HttpOnly$/);
      return `other=1; ${cookie.slice(0, cookie.indexOf(';'))}`;
    });
    expect(new Set(cookies).size).toBe(users);
    /** The users that the canary has. */
    const atCanary = async (): Promise<ReadonlySet<number>> => {
      const answers = await inParallel(users, 8, (user) => ask(cookies[user]));
      expect(answers.flatMap(({ setCookies }) => setCookies)).toEqual([]);
      return new Set(answers.flatMap(({ version }, user) => (version === 'v2' ? [user] : [])));
    };
    const early = await atCanary();
    expect(early).toEqual(new Set(first.flatMap(({ version }, user) => (version === 'v2' ? [user] : []))));

    const shares = [0.3, 0.5, 1];
    let before: ReadonlySet<number> = new Set();
    for (const share of shares) {
      await expose({ weight: share });
      const now = await atCanary();
      const { lowest, highest } = binomialBounds(users, share);
      expect(now.size).toBeGreaterThanOrEqual(lowest);
      expect(now.size).toBeLessThanOrEqual(highest);
      expect([...before].filter((user) => !now.has(user))).toEqual([]);
      before = now;
    }
    await expose({ weight: 0.3 });
    expect(await atCanary()).toEqual(early);
    await expose({ weight: 0 });
    expect(await atCanary()).toEqual(new Set());
  },
);
