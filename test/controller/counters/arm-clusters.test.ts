import { expect, test } from 'vitest';
import { armClusters } from '../../../lib/controller/counters/arm-clusters.js';
import { makePlan } from '../../support/rollout/make-plan.js';

const origin = { kind: 'user', constructPath: 'shop/patience' } as const;

test.each([
  [
    'versions by their names',
    { kind: 'versions', services: [{ service: 'cart', stable: 'v1', canary: 'v2' }] } as const,
    { 'cart/v1/http': 'stable', 'cart/v2/http': 'canary', 'cart/v3/http': undefined, 'cart/http': undefined },
  ],
  [
    'policies by the mark of the rollout, of all versions',
    { kind: 'policy', service: 'cart', policies: { timeout: { origin, requestMs: 1 } } } as const,
    {
      'cart/http': 'stable',
      'cart/v1/http': 'stable',
      'cart/http~release': 'canary',
      'cart/v1/http~release': 'canary',
      'cart2/http': undefined,
    },
  ],
  [
    'a configuration by the mark of the rollout, of the services that it concerns',
    { kind: 'configuration', services: ['cart', 'desk'], from: 'a', to: 'b' } as const,
    {
      'cart/http': 'stable',
      'desk/v1/http': 'stable',
      'cart/v1/http~release': 'canary',
      'desk/http~release': 'canary',
      'desktop/http': undefined,
    },
  ],
])('tells sides apart: %s', (_, subject, sides) => {
  const clusters = armClusters(makePlan({ subject }));
  for (const [cluster, side] of Object.entries(sides)) {
    expect([cluster, clusters.sideOf(cluster)]).toEqual([cluster, side]);
    if (side !== undefined) expect(cluster).toMatch(new RegExp(`^(?:${clusters.pattern})$`));
  }
});
