import type { WorkloadPort } from '../../controller/ports/workload-port.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { ServiceArms } from '../../ir/rollout/rollout.js';
import type { WorkloadObserved } from '../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';

/** The versions of a run as sides of rollouts: each is one process, there or not. */
export interface ProcessWorkloads extends WorkloadPort {
  /** Whether a rollout has asked that an instance, `<service>/<version>`, does not run. */
  readonly isStopped: (instance: string) => boolean;
  /** Takes over another program: what has no rollout any more runs as the program says. */
  readonly follow: (ir: MeshIr) => void;
  /** Says why what was asked for does not run; undefined: nothing is wrong. */
  readonly setFailure: (failure: string | undefined) => void;
}

/** What is known of the processes. */
export interface ProcessWorkloadsOptions {
  /** Whether an instance is ready for requests. */
  readonly isRunning: (instance: string) => boolean;
  /** Told when other instances are to run than before. */
  readonly onChange: () => void;
}

/** Starts with everything that the program has; from then on rollouts say which of their sides runs. */
export function processWorkloads({ isRunning, onChange }: ProcessWorkloadsOptions): ProcessWorkloads {
  const stopped = new Set<string>();
  let failure: string | undefined;
  const one = (instance: string): WorkloadObserved => {
    const isReady = isRunning(instance) && !stopped.has(instance);
    return {
      ...{ kind: 'known', ready: isReady ? 1 : 0, desired: stopped.has(instance) ? 0 : 1 },
      ...(isReady || failure === undefined ? {} : { failure }),
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
    isStopped: (instance) => stopped.has(instance),
    follow: ({ rollouts }) => {
      const services = new Set(rollouts.flatMap(({ subject }) => armsOf(subject)).map(({ service }) => service));
      for (const instance of stopped) if (!services.has(instance.split('/')[0] ?? '')) stopped.delete(instance);
    },
    setFailure: (next) => {
      failure = next;
    },
  };
}

function instancesOf({ subject }: RolloutPlan, side: 'canary' | 'stable'): readonly string[] {
  return armsOf(subject).map((arms) => `${arms.service}/${arms[side]}`);
}

function armsOf(subject: RolloutPlan['subject']): readonly ServiceArms[] {
  return subject.kind === 'versions' ? subject.services : [];
}
