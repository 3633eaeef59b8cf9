import { type Counted, countWindow } from '../../rollout/counters/count-window.js';
import type { HeldWeight } from '../../rollout/counters/held-weight.js';
import type { Phase } from '../../rollout/decide/phase.js';
import type { RolloutState } from '../../rollout/decide/rollout-state.js';
import type { Observation, ProxiesObserved, Wanted } from '../../rollout/observation/observation.js';
import type { RolloutCommand } from '../../rollout/observation/rollout-command.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { messageOf } from '../../util/message-of.js';
import type { RolloutStore } from '../ports/rollout-store.js';
import type { RecordSurroundings } from '../record/rollout-record.js';
import type { RolloutPorts } from '../rollout-ports.js';
import type { Memory } from './memory.js';

/** What was observed, and what is kept of it for the next time. */
export interface Observed {
  readonly observation: Observation;
  readonly baseline: RecordSurroundings['baseline'];
  readonly held: RecordSurroundings['held'];
  /** When counters were read last, by the monotonic clock. */
  readonly readAt: number;
  /** What could not be asked. */
  readonly problem?: string;
}

/** Phases in which nothing that could be counted decides anything. */
const unread: readonly Phase[] = ['waiting', 'returning', 'promoted', 'rolled-back'];
/** Counters are read a little early rather than a turn late. */
const earlyShare = 0.9;

/**
 * Looks at everything that a decision goes by. Counters are read once a window.
 *
 * @param program what the program says now; undefined: nothing of this rollout
 */
export async function observe(
  ports: RolloutPorts,
  {
    memory,
    plan,
    program,
  }: { readonly memory: Memory; readonly plan: RolloutPlan; readonly program: RolloutPlan | undefined },
): Promise<Observed> {
  const { traffic, workloads, store, clock } = ports;
  const { record } = memory;
  // A rollout that has no state yet asks about the plan that it would begin with.
  const state = record?.state;
  const [proxies, sides, asked, counted] = await Promise.all([
    traffic.standing(plan),
    workloads.observe(plan),
    askedOf(store, plan.name),
    isReadDue(ports, memory, plan) ? ports.counters.read(plan) : undefined,
  ]);
  const held = state === undefined ? undefined : heldBy(state, { before: record?.held, proxies, now: clock.now() });
  const before = baselineOf(record, clock.now());
  const { baseline, window }: Counted =
    counted?.kind === 'read' && state !== undefined
      ? countWindow(state.plan, before, counted.snapshot, held === undefined ? undefined : weightOf(state, held))
      : { baseline: before };
  return {
    observation: {
      wanted: wantedOf(program),
      proxies,
      workloads: sides,
      telemetry: telemetryOf(memory, counted, proxies),
      windows: window === undefined ? [] : [window],
      commands: asked.commands,
      ...(record?.adopted === undefined ? {} : { adopted: record.adopted }),
    },
    baseline,
    held,
    readAt: counted === undefined ? memory.readAt : clock.monotonic(),
    ...(asked.problem === undefined ? {} : { problem: asked.problem }),
  };
}

interface AskedOf {
  readonly commands: readonly RolloutCommand[];
  readonly problem?: string;
}

/** Without its store a controller hears of nobody, but it still sees harm. */
async function askedOf(store: RolloutStore, name: string): Promise<AskedOf> {
  try {
    return { commands: await store.commands(name) };
  } catch (error) {
    return {
      commands: [],
      problem: `the store cannot be asked: ${messageOf(error)}`,
    };
  }
}

function telemetryOf(
  memory: Memory,
  counted: Awaited<ReturnType<RolloutPorts['counters']['read']>> | undefined,
  proxies: ProxiesObserved,
): Observation['telemetry'] {
  // Nobody calls the service, so there is nobody who could count: idle, and not blind.
  if (proxies.kind === 'accepted' && proxies.carrying === 0) return { kind: 'fresh' };
  if (counted === undefined) return memory.telemetry;
  return counted.kind === 'read' ? { kind: 'fresh' } : { kind: 'lost', reason: counted.reason };
}

function isReadDue({ clock }: RolloutPorts, { record, readAt }: Memory, plan: RolloutPlan): boolean {
  if (record === undefined || unread.includes(record.state.phase)) return false;
  return clock.monotonic() - readAt >= plan.timing.windowMs * earlyShare;
}

function wantedOf(program: RolloutPlan | undefined): Wanted {
  return program === undefined
    ? { kind: 'stable' }
    : { kind: 'canary', revision: program.revision, procedure: program.procedure };
}

interface Standing {
  readonly before: RecordSurroundings['held'];
  readonly proxies: ProxiesObserved;
  readonly now: number;
}

/** After a restart with a clock that is behind, nothing follows from counts of the future. */
function baselineOf(record: Memory['record'], now: number): RecordSurroundings['baseline'] {
  const { baseline = { series: {} } } = record ?? {};
  return (baseline.atMs ?? 0) > now ? { series: {} } : baseline;
}

/** A weight that one proxy did not hold for a moment is held from then on only. */
function heldBy({ epoch }: RolloutState, { before, proxies, now }: Standing): RecordSurroundings['held'] {
  if (proxies.kind !== 'accepted' || proxies.epoch !== epoch) return undefined;
  return before?.epoch === epoch && before.fromMs <= now ? before : { epoch, fromMs: now };
}

function weightOf(
  { weight, mirror, plan }: RolloutState,
  { epoch, fromMs }: NonNullable<RecordSurroundings['held']>,
): HeldWeight {
  return { epoch, canaryWeight: plan.strategy.kind === 'mirror' && weight === 0 ? mirror : weight, heldFromMs: fromMs };
}
