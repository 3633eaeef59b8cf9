import type { LeaderLease } from '../registry/leader/leader-lease.js';
import type { RolloutPlan } from '../rollout/plan/rollout-plan.js';
import { messageOf } from '../util/message-of.js';
import { createFollowers } from './create-followers.js';
import type { DecisionEntry } from './record/decision-entry.js';
import type { Asked, RolloutController } from './rollout-controller.js';
import type { RolloutPorts } from './rollout-ports.js';

/** What a controller works with. */
export interface RolloutControllerOptions extends RolloutPorts {
  /** What the program says at first. */
  readonly plans: readonly RolloutPlan[];
  /** Only while it leads does this controller do anything. @default - it is the only one */
  readonly leader?: LeaderLease;
  /** Hears of each decision, in order, once it is kept; of the last one before a restart once more. */
  readonly onDecision?: (rollout: string, entry: DecisionEntry) => void;
}

/** How often the store is asked for rollouts that the program has forgotten, ms. */
const namesEveryMs = 10_000;

/**
 * Carries rollouts out: each is looked at a few times a window, and at once when proxies, people or the program have moved. What
 * the store remembers and the program has forgotten is taken back to its stable side. Everything that counts is in
 * the store: killed at any moment, the next controller goes on where this one was.
 */
export function startRolloutController(options: RolloutControllerOptions): RolloutController {
  const { clock, store, leader, traffic } = options;
  const followers = createFollowers(options);
  let isStopped = false;
  let endPause = (): void => undefined;
  const askNames = async (): Promise<void> => {
    try {
      for (const name of await store.names()) followers.follow(name);
    } catch {
      // Those that are followed say that the store does not answer.
    }
    if (!isStopped) endPause = clock.after(namesEveryMs, () => void askNames());
  };
  followers.setPlans(options.plans);
  void askNames();
  const { wakeAll, statusOf } = followers;
  const unwatch = [traffic.watch(wakeAll), store.watch(wakeAll), leader?.watch(wakeAll)];
  return {
    setPlans: followers.setPlans,
    statuses: followers.statuses,
    statusOf,
    ask: async (name, command): Promise<Asked> => {
      if (statusOf(name) === undefined) return { kind: 'unknown-rollout' };
      try {
        await store.ask(name, command);
      } catch (error) {
        return { kind: 'failed', reason: messageOf(error) };
      }
      wakeAll();
      return { kind: 'asked' };
    },
    watch: followers.watch,
    stop: async () => {
      isStopped = true;
      endPause();
      for (const end of unwatch) end?.();
      await followers.stop();
    },
  };
}
