import type { Clock } from '../../util/clock.js';
import type { InstanceStatus } from '../model/instance-record.js';
import type { Registry } from '../registry.js';
import { type CheckedInstance, checkedInstances } from './checked-instances.js';
import { probe } from './probe.js';

/** What health checks stand on. */
export interface HealthCheckOptions {
  readonly registry: Pick<Registry, 'content' | 'watch' | 'write'>;
  readonly clock: Clock;
  /** 0 up to 1: spreads the questions. */
  readonly random: () => number;
  /** Whether this process is the one that asks; of several, one is. Asked before each question. */
  readonly isLeader: () => boolean;
  /** The leader's token, which goes with its writes. */
  readonly fencingToken?: () => bigint | undefined;
  /** How many questions may be under way. @default 64 */
  readonly atOnce?: number;
}

/**
 * Asks the registry's instances with a health check for their health, and writes each change of status; draining stays
 * draining. Runs until the returned function is called.
 */
export function runHealthChecks(options: HealthCheckOptions): () => void {
  const { registry, clock, random, isLeader, atOnce = 64 } = options;
  const waiting: CheckedInstance[] = [];
  let underWay = 0;

  const wait = (one: CheckedInstance, ms: number): void => {
    const endTimer = clock.after(ms, () => {
      waiting.push(one);
      askNext();
    });
    Object.assign(one, { endTimer });
  };
  const askNext = (): void => {
    while (underWay < atOnce) {
      const one = waiting.shift();
      if (one === undefined) return;
      if (one.isEnded) continue;
      underWay += 1;
      void ask(one).finally(() => {
        underWay -= 1;
        if (!one.isEnded) wait(one, (one.target.check.intervalMs ?? 5000) * (0.9 + 0.2 * random()));
        askNext();
      });
    }
  };
  const ask = async (one: CheckedInstance): Promise<void> => {
    if (!isLeader()) {
      Object.assign(one, { inARow: 0 });
      return;
    }
    const { target } = one;
    const isGood = await probe(target, clock);
    // The answer of an address that it has left says nothing.
    if (one.isEnded || one.target !== target || !isLeader()) return;
    Object.assign(one, { inARow: isGood ? Math.max(0, one.inARow) + 1 : Math.min(0, one.inARow) - 1 });
    await writeStatus(one, options);
  };
  const checked = checkedInstances((one) => {
    wait(one, Math.min(one.target.check.intervalMs ?? 5000, 1000) * random());
  });
  const update = (): void => {
    checked.update(registry.content());
  };
  update();
  const endWatch = registry.watch(update);
  return () => {
    endWatch();
    checked.close();
  };
}

/** With the revision that was seen: whoever has written since knows better, and the next answer comes soon. */
async function writeStatus(one: CheckedInstance, { registry, fencingToken }: HealthCheckOptions): Promise<void> {
  const { service, id, status, revision } = one.record;
  const wanted = statusAfter(one);
  if (wanted === undefined || wanted === status) return;
  const token = fencingToken?.();
  await registry.write(
    {
      kind: 'set-instance-status',
      key: { service, id },
      status: wanted,
      precondition: { kind: 'revision', revision },
    },
    token === undefined ? {} : { fencingToken: token },
  );
}

function statusAfter({ record, target, inARow }: CheckedInstance): InstanceStatus | undefined {
  const { healthyThreshold = 2, unhealthyThreshold = 3 } = target.check;
  if (record.status === 'draining') return undefined;
  if (inARow >= healthyThreshold) return 'healthy';
  return -inARow >= unhealthyThreshold ? 'unhealthy' : undefined;
}
