import type { Phase } from '../../../../../lib/rollout/decide/phase.js';
import type { RolloutPlan } from '../../../../../lib/rollout/plan/rollout-plan.js';
import { alphabets } from './events.js';
import { explore, type Programs, type Situation, type Transition } from './explore.js';
import { smallPlans } from './small-plans.js';

/** One plan and one alphabet. */
export interface Exploration {
  readonly plan: string;
  readonly alphabet: keyof typeof alphabets;
}

/** What an exploration has found. */
export interface Explored {
  readonly situations: ReadonlyMap<string, Situation>;
  readonly decisions: number;
  /** By "from -> to", the codes of the reasons. */
  readonly exits: ReadonlyMap<`${Phase} -> ${Phase}`, ReadonlySet<string>>;
}

// What the other strategies do when something fails they do as `paced` does; it takes long to see it of each.
const tooLong = ['steps faults', 'a-b faults', 'somebody alone faults'];

/** All that are made. */
export const explorations: readonly Exploration[] = Object.keys(smallPlans).flatMap((plan) =>
  (Object.keys(alphabets) as (keyof typeof alphabets)[])
    .filter((alphabet) => !tooLong.includes(`${plan} ${alphabet}`))
    .map((alphabet) => ({ plan, alphabet })),
);

/** The programs of an exploration: v2, and v3 after it. Only people open gates, so the others have none that would keep them waiting. */
export function programsOf({ plan, alphabet }: Exploration): Programs {
  const small = smallPlans[plan];
  if (small === undefined) throw new Error(`no plan ${plan}`);
  const gates = alphabet === 'people' ? small.gates : { beforeStart: false, beforePromotion: false };
  const v2: RolloutPlan = { ...small, gates };
  return { v2, v3: { ...v2, revision: 'v3' } };
}

/** Explores; every decision is shown to `see`. */
export async function exploreOne(
  exploration: Exploration,
  see: (transition: Transition, news: 'new' | 'known') => void,
): Promise<Explored> {
  const exits = new Map<`${Phase} -> ${Phase}`, Set<string>>();
  let decisions = 0;
  const situations = await explore(programsOf(exploration), alphabets[exploration.alphabet], (transition, news) => {
    decisions += 1;
    const { before, decision } = transition;
    const from = before.state.phase;
    const to = decision.state.phase;
    const isAnother = before.state.sinceEpoch !== decision.state.sinceEpoch;
    if (from !== to || isAnother) {
      const codes = exits.get(`${from} -> ${to}`) ?? new Set();
      exits.set(`${from} -> ${to}`, codes.add(decision.reason?.code ?? decision.state.reason.code));
    }
    see(transition, news);
  });
  return { situations, decisions, exits };
}
