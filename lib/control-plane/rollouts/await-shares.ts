import { rolledOutServices } from '../../ir/rollout/rolled-out-services.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Clock } from '../../util/clock.js';

/** Services whose share nobody has told a server that has just started. */
export interface AwaitedShares {
  /** The services of the first mesh's rollouts are waited for; later ones begin with nothing. */
  readonly begin: (ir: MeshIr) => void;
  readonly told: (services: Iterable<string>) => void;
  /** Those that are still waited for. */
  readonly services: () => ReadonlySet<string>;
  readonly stop: () => void;
}

/**
 * Waits for the shares of rollouts, for a while: what a server would say before it knows them could take from proxies what they hold, and
 * send everybody to a version that was stopped when another one was promoted.
 *
 * @param onOver told when nothing is waited for any more because the time is over
 */
export function awaitShares(clock: Pick<Clock, 'after'>, ms: number, onOver: () => void): AwaitedShares {
  let awaited: Set<string> | undefined;
  let stop = (): void => undefined;
  return {
    begin: ({ rollouts }) => {
      if (awaited !== undefined) return;
      awaited = new Set(ms > 0 ? rollouts.flatMap(({ subject }) => rolledOutServices(subject)) : []);
      if (awaited.size === 0) return;
      stop = clock.after(ms, () => {
        awaited?.clear();
        onOver();
      });
    },
    told: (services) => {
      for (const service of services) awaited?.delete(service);
    },
    services: () => awaited ?? new Set(),
    stop: () => {
      stop();
    },
  };
}
