import { redisRolloutStore } from '../../controller/redis/redis-rollout-store.js';
import { createRedisLease } from '../../registry/redis/redis-lease.js';
import type { ControllerSource } from './controller-settings.js';
import type { ControllerWorld, WorldSurroundings } from './controller-world.js';
import { followPlans } from './follow-plans.js';

const leadership = 'meshwright-rollouts';

/** Opens a Redis as the place of records, for any number of controllers of which one leads; plans come from a file. */
export function openRedisWorld(
  { plansFile, url }: Extract<ControllerSource, { readonly kind: 'redis' }>,
  { clock, print }: WorldSurroundings,
): ControllerWorld {
  const followed = followPlans(plansFile, print);
  const server = { kind: 'url', url } as const;
  const store = redisRolloutStore({ server, clock });
  const leader = createRedisLease({ server, clock, name: leadership });
  return {
    plans: followed.plans,
    watchPlans: followed.watch,
    store,
    leader,
    notices: [],
    close: async () => {
      followed.stop();
      await leader.close();
      await store.close();
    },
  };
}
