import type { WorkloadPort } from '../../controller/ports/workload-port.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { ServiceArms } from '../../ir/rollout/rollout.js';
import type { WorkloadObserved } from '../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { Clock } from '../../util/clock.js';

/** The versions of a run as sides of rollouts: each is one process, there or not. */
export interface ProcessWorkloads extends WorkloadPort {
  /** Whether an instance, `<service>/<version>`, is not to run now: a rollout has asked so, or it has ended by itself and is started again later. */
  readonly isStopped: (instance: string) => boolean;
  /** Takes over another program: what has no rollout any more runs as the program says. */
  readonly follow: (ir: MeshIr) => void;
  /** Says why what was asked for could not be started; undefined: it could. */
  readonly setFailure: (failure: string | undefined) => void;
  /**
   * Says that an instance has ended by itself. A canary whose stable side runs is started again after a while, and its rollout is told.
   *
   * @returns whether that is all; else nothing stands for the instance
   */
  readonly crashed: (instance: string, reason: string) => boolean;
}

/** What is known of the processes. */
export interface ProcessWorkloadsOptions {
  /** Whether an instance is ready for requests. */
  readonly isRunning: (instance: string) => boolean;
  /** Told when other instances are to run than before. */
  readonly onChange: () => void;
  readonly clock: Pick<Clock, 'after'>;
}

/** The pause before an instance is started again; twice as long after each time. */
const restartMs = 2_000;
const longestRestartMs = 60_000;

/** Starts with everything that the program has; from then on rollouts say which of their sides runs. */
export function processWorkloads({ isRunning, onChange, clock }: ProcessWorkloadsOptions): ProcessWorkloads {
  const stopped = new Set<string>();
  // Why, by instance.
  const crashes = new Map<string, string>();
  const pauses = new Map<string, number>();
  let stableByCanary: ReadonlyMap<string, string> = new Map();
  let failure: string | undefined;
  const isStopped = (instance: string): boolean => stopped.has(instance) || crashes.has(instance);
  const one = (instance: string): WorkloadObserved => {
    const isReady = isRunning(instance) && !isStopped(instance);
    const reason = isReady ? undefined : (crashes.get(instance) ?? failure);
    return {
      ...{ kind: 'known', ready: isReady ? 1 : 0, desired: stopped.has(instance) ? 0 : 1 },
      ...(reason === undefined ? {} : { failure: reason }),
    };
  };
  const side = (plan: RolloutPlan, of: 'canary' | 'stable'): WorkloadObserved => {
    const all = instancesOf(plan, of).map(one);
    // The least of all services counts.
    return all.find((each) => each.kind === 'known' && each.ready === 0) ?? all[0] ?? { kind: 'unknown' };
  };
  return {
    observe: (plan) => Promise.resolve({ canary: side(plan, 'canary'), stable: side(plan, 'stable') }),
    scale: (plan, wanted) => {
      const before = stopped.size;
      for (const instance of instancesOf(plan, wanted.side)) {
        if (wanted.capacity > 0) stopped.delete(instance);
        else stopped.add(instance);
      }
      if (stopped.size !== before) onChange();
      return Promise.resolve();
    },
    isStopped,
    follow: ({ rollouts }) => {
      const arms = rollouts.flatMap(({ subject }) => armsOf(subject));
      pauses.clear();
      stableByCanary = new Map(
        arms.map(({ service, stable, canary }) => [`${service}/${canary}`, `${service}/${stable}`]),
      );
      const services = new Set(arms.map(({ service }) => service));
      for (const instance of stopped) if (!services.has(instance.split('/')[0] ?? '')) stopped.delete(instance);
    },
    setFailure: (next) => {
      failure = next;
    },
    crashed: (instance, reason) => {
      const stable = stableByCanary.get(instance);
      if (stable === undefined || isStopped(stable)) return false;
      crashes.set(instance, reason);
      onChange();
      const pauseMs = pauses.get(instance) ?? restartMs;
      pauses.set(instance, Math.min(longestRestartMs, 2 * pauseMs));
      clock.after(pauseMs, () => {
        crashes.delete(instance);
        onChange();
      });
      return true;
    },
  };
}

function instancesOf({ subject }: RolloutPlan, side: 'canary' | 'stable'): readonly string[] {
  return armsOf(subject).map((arms) => `${arms.service}/${arms[side]}`);
}

function armsOf(subject: RolloutPlan['subject']): readonly ServiceArms[] {
  return subject.kind === 'versions' ? subject.services : [];
}
