import type { RolloutPorts } from '../../../lib/controller/rollout-ports.js';

/** When a controller is killed: at its so-many-th act on the world, counted from 1, before or after it was done. */
export interface Death {
  readonly act: number;
  readonly isDone: boolean;
}

/** Ports of a controller that may be killed at any of its acts. */
export interface MortalPorts {
  readonly ports: RolloutPorts;
  readonly isDead: () => boolean;
  /** How many acts there were. */
  readonly acts: () => number;
}

/**
 * Ports that stand still for ever once their controller is dead, as a killed process does: nothing of it happens any more. Acts are what
 * changes the world: writing a record, pushing a share, scaling, sending, taking a command away.
 */
export function mortalPorts(
  { store, traffic, workloads, counters, notices, clock }: RolloutPorts,
  death?: Death,
): MortalPorts {
  const life = { acts: 0, isDead: false };
  const isDead = (): boolean => life.isDead;
  const never = new Promise<never>(() => undefined);
  const act = async <T>(work: () => Promise<T>): Promise<T> => {
    if (life.isDead) return never;
    life.acts += 1;
    if (life.acts !== death?.act) return alive(work);
    if (death.isDone) await work();
    life.isDead = true;
    return never;
  };
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (life.isDead) return never;
    const value = await work();
    return isDead() ? never : value;
  };
  return {
    isDead,
    acts: () => life.acts,
    ports: {
      clock: {
        ...clock,
        after: (ms, callback) =>
          clock.after(ms, () => {
            if (!life.isDead) callback();
          }),
      },
      store: {
        names: () => alive(store.names),
        load: (name) => alive(() => store.load(name)),
        save: (name, record, basedOn) => act(() => store.save(name, record, basedOn)),
        commands: (name) => alive(() => store.commands(name)),
        ask: store.ask,
        answered: (name, ids) => act(() => store.answered(name, ids)),
        watch: store.watch,
        close: store.close,
      },
      traffic: {
        push: (plan, share) => act(() => traffic.push(plan, share)),
        standing: (plan) => alive(() => traffic.standing(plan)),
        watch: traffic.watch,
      },
      workloads: {
        observe: (plan) => alive(() => workloads.observe(plan)),
        scale: (plan, wanted) => act(() => workloads.scale(plan, wanted)),
      },
      counters: { read: (plan) => alive(() => counters.read(plan)) },
      notices: notices.map(({ send }) => ({ send: (notice) => act(() => send(notice)) })),
    },
  };
}
