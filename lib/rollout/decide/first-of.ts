import type { Decision } from './decision.js';
import type { Rule, Turn } from './turn.js';

/** What the first of the rules that holds decides. */
export function firstOf(turn: Turn, rules: readonly Rule[]): Decision | undefined {
  for (const rule of rules) {
    const decision = rule(turn);
    if (decision !== undefined) return decision;
  }
  return undefined;
}
