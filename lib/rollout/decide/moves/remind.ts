import { crossings } from '../bounds/crossings.js';
import type { Decision } from '../decision.js';
import type { Turn } from '../turn.js';
import { durationText } from '../sentences/duration-text.js';

/** So often, of the time that a gate waits, people are told again. */
const parts = 24;

/** Tells people again that somebody has to decide; undefined while they have been told lately. */
export function remind({ state, elapsedMs }: Turn): Decision | undefined {
  if (crossings(state.phaseMs, elapsedMs, state.plan.timing.gateMs / parts) === 0) return undefined;
  const { code, sentence } = state.reason;
  const since = `${sentence} (for ${durationText(state.phaseMs)} now)`;
  return { state, effects: [{ kind: 'notify', severity: 'warning', code, sentence: since }] };
}
