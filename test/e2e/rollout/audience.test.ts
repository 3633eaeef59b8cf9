import { expect, test } from 'vitest';
import { inParallel } from '../../support/in-parallel.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const group = meshIr.match({
  headers: [{ name: 'group', matcher: { kind: 'exact', value: 'b' }, negate: false }],
});
const ir = reviewsRollout({
  rollout: { strategy: { kind: 'a-b', match: group } },
  reviews: {
    routes: [
      meshIr.httpRoute(
        'slow',
        { kind: 'service', service: 'reviews' },
        {
          match: meshIr.match({ paths: [{ kind: 'prefix', value: '/slow' }] }),
          policies: { timeout: { origin: { kind: 'user', constructPath: 'shop/reviews' }, requestMs: 50 } },
        },
      ),
    ],
  },
});

test.skipIf(envoy.isMissing)(
  'in an A/B test those who match go to the canary and nobody else does, under the policies of their rule; once it is promoted everybody does',
  { timeout: 120_000 },
  async () => {
    const { url, expose } = await startServedRollout(ir, envoy.path);
    /** Who answers requests of a group. */
    const whoAnswers = async (value: string, path = ''): Promise<string[]> => {
      const asked = await inParallel(40, 8, () => request(`${url}${path}`, { headers: { group: value } }));
      return [...new Set(asked.map(({ status, headers }) => `${String(status)} ${String(headers['x-instance'])}`))];
    };
    expect([await whoAnswers('a'), await whoAnswers('b')]).toEqual([['200 v1'], ['200 v1']]);
    await expose({ weight: 1, audience: 'matching' });
    expect([await whoAnswers('a'), await whoAnswers('b')]).toEqual([['200 v1'], ['200 v2']]);
    expect(await whoAnswers('b', 'slow/delay/30000')).toEqual(['504 undefined']);
    await expose({ weight: 0.5, audience: 'matching' });
    expect([await whoAnswers('a'), (await whoAnswers('b')).sort()]).toEqual([['200 v1'], ['200 v1', '200 v2']]);
    await expose({ weight: 1, audience: 'everybody' });
    expect([await whoAnswers('a'), await whoAnswers('b')]).toEqual([['200 v2'], ['200 v2']]);
    await expose({ weight: 0, audience: 'everybody' });
    expect([await whoAnswers('a'), await whoAnswers('b')]).toEqual([['200 v1'], ['200 v1']]);
  },
);
