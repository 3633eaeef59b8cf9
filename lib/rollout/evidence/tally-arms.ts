import type { ArmCounts, PodCount } from '../observation/measured-window.js';
import type { ArmTally } from './arm-tally.js';
import type { Tally } from './criterion-evidence.js';
import type { EventKind } from './event-kind.js';

/** Both sides of a window, by pod and in sum, with time in seconds. */
export interface TalliedArms {
  readonly arms: ArmTally;
  readonly stablePods: readonly Tally[];
}

const msPerSecond = 1000;

/** Sums the counts of pods. Absent where they cannot be: negative, no numbers, more bad events than events. */
export function tallyArms(kind: EventKind, { canary, stable }: ArmCounts): TalliedArms | undefined {
  if (![...canary, ...stable].every((count) => isPossible(kind, count))) return undefined;
  const stablePods = stable.map((count) => tallyOf(kind, count));
  return {
    arms: { canary: sumOf(canary.map((count) => tallyOf(kind, count))), stable: sumOf(stablePods) },
    stablePods,
  };
}

function isPossible(kind: EventKind, { total, bad }: PodCount): boolean {
  if (!Number.isSafeInteger(total) || !Number.isSafeInteger(bad) || total < 0 || bad < 0) return false;
  return kind === 'shares' ? bad <= total : total > 0 || bad === 0;
}

function tallyOf(kind: EventKind, { total, bad }: PodCount): Tally {
  return { total: kind === 'rates' ? total / msPerSecond : total, bad };
}

function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, { total, bad }) => ({ total: sum.total + total, bad: sum.bad + bad }), {
    total: 0,
    bad: 0,
  });
}
