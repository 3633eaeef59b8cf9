import { expect, test } from 'vitest';
import { planBinomialTest } from '../../support/binomial-test.js';
import { createBookinfoRun } from '../../support/bookinfo-run.js';
import { runIntent } from '../../support/example-program.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const bookinfo = createBookinfoRun(envoy);

// Exact two-sided binomial tests: each fails once in a million runs on a right split, and passes once in a thousand on
// one that is off by ten percentage points (test/support/binomial-test.ts).
test.skipIf(envoy.isMissing).each([
  { intent: 'virtual-service-reviews-90-10', main: 'v1', share: 0.9, other: 'v2' },
  { intent: 'virtual-service-reviews-80-20', main: 'v1', share: 0.8, other: 'v2' },
  { intent: 'virtual-service-reviews-50-v3', main: 'v1', share: 0.5, other: 'v3' },
  { intent: 'virtual-service-reviews-v2-v3', main: 'v2', share: 0.5, other: 'v3' },
])(
  '$intent: a share of $share of the readers gets $main, the others $other',
  async ({ intent, main, share, other }) => {
    const { trials, lowest, highest } = planBinomialTest(share);
    const { ir } = await runIntent(intent);
    await bookinfo.run(ir);

    const versions = (await bookinfo.readMany(trials)).map(({ version }) => version);

    expect(new Set(versions)).toEqual(new Set([main, other]));
    const count = versions.filter((version) => version === main).length;
    expect(count).toBeGreaterThanOrEqual(lowest);
    expect(count).toBeLessThanOrEqual(highest);
  },
);
