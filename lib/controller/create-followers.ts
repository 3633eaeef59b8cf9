import type { RolloutPlan } from '../rollout/plan/rollout-plan.js';
import { compareText } from '../util/compare-text.js';
import { createListeners } from '../util/create-listeners.js';
import { followRollout, type RolloutFollower } from './follow-rollout.js';
import { createNoticeSender } from './notices/create-notice-sender.js';
import { createRecordReader } from './record/read-record.js';
import type { RolloutController } from './rollout-controller.js';
import type { RolloutStatus } from './rollout-status.js';
import type { RolloutControllerOptions } from './start-rollout-controller.js';

/** The rollouts of a controller, each followed by itself. */
export interface Followers extends Pick<RolloutController, 'setPlans' | 'statuses' | 'statusOf' | 'watch' | 'stop'> {
  /** Follows a rollout, if it is not followed yet. */
  readonly follow: (name: string) => void;
  readonly wakeAll: () => void;
}

/** Makes what follows the rollouts of a controller; none is followed yet. */
export function createFollowers(options: RolloutControllerOptions): Followers {
  const followers = new Map<string, RolloutFollower>();
  const listeners = createListeners<[name: string]>();
  const sender = createNoticeSender(options.notices, options.clock);
  const readRecord = createRecordReader();
  let plans: ReadonlyMap<string, RolloutPlan> = new Map();
  let isStopped = false;
  const follow = (name: string): void => {
    if (isStopped || followers.has(name)) return;
    const follower = followRollout(options, {
      ...{ name, readRecord, sender },
      program: () => plans.get(name),
      mayAct: () => options.leader?.isLeader() ?? true,
      onChange: () => {
        listeners.tell(name);
      },
      onDecision: (entry) => options.onDecision?.(name, entry),
    });
    followers.set(name, follower);
  };
  const wakeAll = (): void => {
    for (const follower of followers.values()) follower.wake();
  };
  const statusOf = (name: string): RolloutStatus | undefined => {
    const status = followers.get(name)?.status();
    const isKnown = status?.plan !== undefined || status?.state !== undefined || status?.problem !== undefined;
    return isKnown ? status : undefined;
  };
  return {
    follow,
    wakeAll,
    setPlans: (next) => {
      plans = new Map(next.map((plan) => [plan.name, plan]));
      for (const name of plans.keys()) follow(name);
      wakeAll();
    },
    statusOf,
    statuses: () =>
      [...followers.keys()].sort(compareText).flatMap((name) => {
        const status = statusOf(name);
        return status === undefined ? [] : [status];
      }),
    watch: listeners.add,
    stop: async () => {
      isStopped = true;
      sender.stop();
      await Promise.all([...followers.values()].map(({ stop }) => stop()));
    },
  };
}
