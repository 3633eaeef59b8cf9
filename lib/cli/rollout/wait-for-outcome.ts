import { setTimeout } from 'node:timers/promises';
import type { DecisionEntry } from '../../controller/record/decision-entry.js';
import type { RolloutStatus } from '../../controller/rollout-status.js';
import { UsageError } from '../usage-error.js';
import type { ControllerClient } from './open-controller.js';
import { outcomeOf, type RolloutOutcome } from './outcome-of.js';

/** What is waited for. */
export interface AwaitedRollout {
  readonly name: string;
  /** @default - what the program wants */
  readonly revision?: string;
  /** ms on the clock of `now`; Infinity: for ever. */
  readonly untilMs: number;
  /** Hears of decisions once each, in order. */
  readonly onDecision: (entry: DecisionEntry) => void;
  /** Hears that the controller cannot be reached, once each time. */
  readonly onTrouble: (message: string) => void;
}

/** What came of waiting. */
export interface WaitEnd {
  readonly outcome: RolloutOutcome | 'timeout';
  /** As it was seen last. */
  readonly status?: RolloutStatus;
}

const pauseMs = 500;

/**
 * Waits until a rollout has come to an end. A controller that goes away on the way is waited for; one that is not there at the beginning, or
 * knows no such rollout while nobody names a revision that is still to come, ends the command with a usage error.
 */
export async function waitForOutcome(
  client: ControllerClient,
  awaited: AwaitedRollout,
  { now, signal }: { readonly now: () => number; readonly signal: AbortSignal },
): Promise<WaitEnd> {
  const look = createLook(client, awaited);
  const tellDecisions = createTeller(awaited);
  for (;;) {
    const { status, isFresh } = await look();
    if (status !== undefined) tellDecisions(status);
    const outcome = status === undefined || !isFresh ? undefined : outcomeOf(status, awaited.revision);
    const seen = status === undefined ? {} : { status };
    if (outcome !== undefined) return { outcome, ...seen };
    const leftMs = awaited.untilMs - now();
    if (leftMs <= 0) return { outcome: 'timeout', ...seen };
    await setTimeout(Math.min(pauseMs, leftMs), undefined, { signal });
  }
}

interface Look {
  /** As it was seen last. */
  readonly status: RolloutStatus | undefined;
  /** Whether that was just now. */
  readonly isFresh: boolean;
}

function createLook(client: ControllerClient, { name, revision, onTrouble }: AwaitedRollout): () => Promise<Look> {
  let status: RolloutStatus | undefined;
  let wasReached = false;
  let isTroubled = false;
  return async () => {
    try {
      const mustBeKnown = revision === undefined && !wasReached;
      status = mustBeKnown ? await client.get(name) : await client.find(name);
      wasReached = true;
      isTroubled = false;
    } catch (error) {
      if (!(error instanceof UsageError) || !wasReached) throw error;
      if (!isTroubled) onTrouble(error.message);
      isTroubled = true;
    }
    return { status, isFresh: !isTroubled };
  };
}

/** Tells decisions of the revision that is waited for, each once. */
function createTeller({ revision, onDecision }: AwaitedRollout): (status: RolloutStatus) => void {
  let told = 0;
  return ({ log, plan }) => {
    const wanted = revision ?? plan?.revision;
    for (const entry of log.filter(({ number }) => number > told)) {
      if (wanted === undefined || entry.revision === wanted) onDecision(entry);
      told = entry.number;
    }
  };
}
