import { decide } from '../../rollout/decide/decide.js';
import type { Decision } from '../../rollout/decide/decision.js';
import type { Phase } from '../../rollout/decide/phase.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { messageOf } from '../../util/message-of.js';
import type { RecordReader } from '../record/read-record.js';
import type { RolloutRecord } from '../record/rollout-record.js';
import type { RolloutPorts } from '../rollout-ports.js';
import { carryOut } from './carry-out.js';
import { load } from './load.js';
import type { Memory } from './memory.js';
import { nextRecord } from './next-record.js';
import { type Observed, observe } from './observe.js';

/** Whose turn it is. */
export interface TurnOf {
  readonly name: string;
  /** What the program says now; undefined: nothing of this rollout. */
  readonly program: RolloutPlan | undefined;
  readonly readRecord: RecordReader;
}

const forward: readonly Phase[] = ['promoting', 'watching', 'promoted'];

/** What evidence a restart may have to count anew, ms: a record of which only counts have changed is written so often at the most. */
const calmSaveMs = 5_000;

/**
 * One turn of a rollout: observe, decide, store, act. What was decided is in the store before it is carried out, so that who comes after
 * a crash finds it; only what takes from the canary is carried out though the store does not answer. Never rejects for the
 * world's faults: they show as `problem`, and the mesh stays as it is.
 */
export async function takeTurn(ports: RolloutPorts, turn: TurnOf, before: Memory): Promise<Memory> {
  try {
    const memory = await load(ports, turn, before);
    const plan = turn.program ?? memory.record?.state.plan;
    if (!memory.isLoaded || plan === undefined) return memory;
    if (!before.isLoaded) await askForCapacity(ports, memory.record);
    return await decideOn(ports, turn, { memory, plan: memory.record?.state.plan ?? plan });
  } catch (error) {
    return { ...before, problem: `the store cannot be asked: ${messageOf(error)}` };
  }
}

/** What was asked for before may have been lost with the one who asked. Nothing is stopped by it, for the record may be an old copy. */
async function askForCapacity({ workloads }: RolloutPorts, record: RolloutRecord | undefined): Promise<void> {
  if (record === undefined || record.state.isWithdrawn) return;
  const { plan, capacity } = record.state;
  for (const side of ['stable', 'canary'] as const)
    if (capacity[side] > 0) await workloads.scale(plan, { side, capacity: capacity[side] });
}

async function decideOn(
  ports: RolloutPorts,
  { program }: TurnOf,
  { memory, plan }: { readonly memory: Memory; readonly plan: RolloutPlan },
): Promise<Memory> {
  const observed = await observe(ports, { memory, plan, program });
  const { observation, readAt } = observed;
  const { proxies, workloads, telemetry } = observation;
  const { problem: _solved, ...rest } = memory;
  const problem = observed.problem === undefined ? {} : { problem: observed.problem };
  const seen: Memory = { ...rest, ...problem, proxies, workloads, telemetry, readAt };
  const decision = decide(program ?? plan, memory.record?.state, observation, ports.clock.now());
  const record = nextRecord(memory.record, decision, observed);
  const saved = await save(ports, { memory: seen, decision, record });
  if (saved.record !== record) return saved;
  const done = await carryOut(ports, decision);
  if (done.kind === 'stale')
    // Either the state is an old copy, which the next decision finds out, or this controller is: the store tells.
    return { ...saved, isLoaded: saved.isUnsaved, problem: `proxies know weight number ${done.epoch}` };
  if (done.kind === 'failed') return { ...saved, problem: done.reason };
  if (!saved.isUnsaved) await takeAway(ports, observed, record);
  return saved;
}

interface ToSave {
  readonly memory: Memory;
  readonly decision: Decision;
  readonly record: RolloutRecord;
}

/**
 * Gives what is remembered then: the new record where it may be carried out, the one before where not. It is `isUnsaved` where the store does
 * not answer, and what was decided is to be carried out all the same.
 */
async function save(ports: RolloutPorts, { memory, decision, record }: ToSave): Promise<Memory> {
  const { store, clock } = ports;
  const isCalm = decision.effects.length === 0 && decision.reason === undefined && !memory.isUnsaved;
  if (isCalm && !hasAnswers(memory.record, record) && clock.monotonic() - memory.savedAt < calmSaveMs)
    return { ...memory, record };
  try {
    const saved = await store.save(record.state.plan.name, record, memory.version);
    if (saved.kind === 'conflict') return { ...memory, isLoaded: false, isUnsaved: false };
    return { ...memory, record, version: saved.version, isUnsaved: false, savedAt: clock.monotonic() };
  } catch (error) {
    const problem = `the store cannot be written: ${messageOf(error)}`;
    if (isCalm) return { ...memory, record, problem };
    return takesFromCanary(memory.record, record)
      ? { ...memory, record, isUnsaved: true, problem }
      : { ...memory, problem };
  }
}

function hasAnswers(before: RolloutRecord | undefined, { state }: RolloutRecord): boolean {
  return before?.state.doneCommands.at(-1) !== state.doneCommands.at(-1);
}

/** Whether no more comes to the canary than before, and no more is promised to it: nobody is hurt then if nobody remembers. */
function takesFromCanary(before: RolloutRecord | undefined, { state }: RolloutRecord): boolean {
  if (before === undefined || forward.includes(state.phase)) return false;
  const { weight, mirror, audience } = before.state;
  return state.weight <= weight && state.mirror <= mirror && (state.audience === audience || state.weight === 0);
}

/** Commands that the record has an answer to need not be kept. */
async function takeAway({ store }: RolloutPorts, { observation }: Observed, { state }: RolloutRecord): Promise<void> {
  const answered = observation.commands.flatMap(({ id }) => (state.doneCommands.includes(id) ? [id] : []));
  if (answered.length > 0) await store.answered(state.plan.name, answered);
}
