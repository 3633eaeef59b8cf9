import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { Rollout } from '../../../lib/ir/rollout/rollout.js';
import type { Service } from '../../../lib/ir/service.js';
import { meshIr } from '../mesh-ir.js';
import { rolloutIr } from './rollout-ir.js';

/** Service `client` calls `reviews`, whose v2 is to take over from v1, with what a test changes of the two. */
export function reviewsRollout({
  rollout,
  reviews,
}: { readonly rollout?: Partial<Rollout>; readonly reviews?: Partial<Service> } = {}): MeshIr {
  return meshIr.mesh({
    services: [
      meshIr.service('client', { calls: [meshIr.call('reviews')] }),
      meshIr.service('reviews', { versions: [meshIr.version('v1'), meshIr.version('v2')], ...reviews }),
    ],
    rollouts: [rolloutIr('reviews-v2', [{ service: 'reviews', stable: 'v1', canary: 'v2' }], rollout)],
  });
}
