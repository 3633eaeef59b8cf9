import type { Phase } from '../rollout/decide/phase.js';
import { readEvidence } from '../rollout/evidence/read-evidence.js';
import type { RolloutPlan } from '../rollout/plan/rollout-plan.js';
import type { NoticeSender } from './notices/create-notice-sender.js';
import type { DecisionEntry } from './record/decision-entry.js';
import type { RecordReader } from './record/read-record.js';
import type { RolloutPorts } from './rollout-ports.js';
import type { RolloutStatus } from './rollout-status.js';
import { type Memory, noMemory } from './turn/memory.js';
import { takeTurn } from './turn/take-turn.js';

/** Whom to follow, and who hears of it. */
export interface FollowOptions {
  readonly name: string;
  readonly program: () => RolloutPlan | undefined;
  readonly mayAct: () => boolean;
  readonly readRecord: RecordReader;
  readonly sender: NoticeSender;
  readonly onChange: () => void;
  readonly onDecision: (entry: DecisionEntry) => void;
}

/** One rollout, turn by turn. */
export interface RolloutFollower {
  readonly status: () => RolloutStatus;
  /** Something has happened: the next turn comes at once. */
  readonly wake: () => void;
  /** Ends after the turn that is under way. */
  readonly stop: () => Promise<void>;
}

const turnsPerWindow = 4;
const shortestPauseMs = 50;
const longestPauseMs = 500;
/** Where nothing goes on but what people or the program begin. */
const calmPauseMs = 2_000;
const calm: readonly Phase[] = ['promoted', 'rolled-back'];
/** Who acts upon each of many calls has no time for anything else. */
const leastBetweenMs = 5;

/** Takes turns until it is stopped: a few in each window, and at once when it is woken. */
export function followRollout(ports: RolloutPorts, options: FollowOptions): RolloutFollower {
  const { clock } = ports;
  let memory = noMemory;
  let lastNumber: number | undefined;
  let isStopped = false;
  let isAwake = false;
  let underWay: Promise<void> | undefined;
  let endPause = (): void => undefined;
  const turn = async (): Promise<void> => {
    isAwake = false;
    if (!options.mayAct()) {
      // Who leads meanwhile writes: nothing that is remembered here holds.
      memory = { ...noMemory, problem: 'another controller leads' };
      return;
    }
    const before = memory;
    memory = withoutArrived(await takeTurn(ports, { ...options, program: options.program() }, memory), options.sender);
    lastNumber = tellDecisions(memory, lastNumber, options.onDecision);
    options.sender.offer(memory.record?.notices ?? []);
    if (memory !== before) options.onChange();
  };
  const goOn = (): void => {
    if (isStopped || underWay !== undefined) return;
    endPause();
    underWay = turn().finally(() => {
      underWay = undefined;
      endPause = clock.after(isAwake ? leastBetweenMs : pauseAfter(memory, options.program()), goOn);
    });
  };
  goOn();
  return {
    status: () => statusOf(options, memory),
    wake: () => {
      isAwake = true;
      if (isStopped || underWay !== undefined) return;
      endPause();
      endPause = clock.after(leastBetweenMs, goOn);
    },
    stop: async () => {
      isStopped = true;
      endPause();
      await underWay;
      endPause();
    },
  };
}

function pauseAfter({ record, problem }: Memory, program: RolloutPlan | undefined): number {
  const plan = record?.state.plan ?? program;
  if (plan === undefined || problem !== undefined) return longestPauseMs;
  const isSame = program === undefined || program.revision === record?.state.plan.revision;
  if (record !== undefined && isSame && calm.includes(record.state.phase)) return calmPauseMs;
  return Math.min(longestPauseMs, Math.max(shortestPauseMs, plan.timing.windowMs / turnsPerWindow));
}

function withoutArrived(memory: Memory, { open }: NoticeSender): Memory {
  const { record } = memory;
  if (record === undefined) return memory;
  const notices = open(record.notices);
  return notices.length === record.notices.length ? memory : { ...memory, record: { ...record, notices } };
}

/** Of what an earlier life decided only the newest is told, once more: that life may have ended before it told it. */
function tellDecisions(
  { record }: Memory,
  lastNumber: number | undefined,
  tell: (entry: DecisionEntry) => void,
): number | undefined {
  if (record === undefined) return lastNumber;
  const newest = record.log.at(-1)?.number ?? 0;
  for (const entry of record.log) if (entry.number > (lastNumber ?? newest - 1)) tell(entry);
  return newest;
}

function statusOf({ name, program }: FollowOptions, memory: Memory): RolloutStatus {
  const plan = program();
  const { record, proxies, workloads, telemetry, problem } = memory;
  return {
    name,
    ...(plan === undefined ? {} : { plan }),
    ...(record === undefined
      ? {}
      : { state: record.state, reading: readEvidence(record.state.plan, record.state.evidence) }),
    ...{ proxies, workloads, telemetry },
    ...(problem === undefined ? {} : { problem }),
    log: record?.log ?? [],
  };
}
