import type { Decision } from '../decision.js';
import { goBack } from '../moves/go-back.js';
import { harmSentence } from '../sentences/harm-sentence.js';
import type { Turn } from '../turn.js';

/** Harm is proven. What an earlier attempt has found counts again as soon as this one has seen requests. */
export function harmful(turn: Turn): Decision | undefined {
  const { state, reading } = turn;
  if (reading.harmful.length === 0 || state.windows.inAttempt === 0) return undefined;
  const sentence = `${harmSentence(turn)}: taken back`;
  return goBack(turn, { reason: { code: 'harm-proven', sentence }, notice: 'error' });
}
