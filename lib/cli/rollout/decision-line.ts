import type { DecisionEntry } from '../../controller/record/decision-entry.js';
import { percentText } from '../../rollout/decide/sentences/percent-text.js';

/** A decision as one line for people: when, to which phase, with which weight, and why. */
export function decisionLine({ atMs, phase, weight, sentence }: DecisionEntry): string {
  const time = new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${time}  ${phase.padEnd(11)}  ${percentText(weight).padStart(6)}  ${sentence}`;
}
