import type { Turn } from '../turn.js';
import { armNames } from './arm-names.js';
import { durationText } from './duration-text.js';
import { percentText } from './percent-text.js';

/** Says what is proven of each gate, by how many requests. */
export function proofSentence({ state, reading }: Turn): string {
  const gates = state.plan.criteria.filter(({ role }) => role === 'gate');
  const proven = gates.map(({ name }) => {
    const found = reading.criteria.find((each) => each.name === name);
    const excess =
      found === undefined || found.provenExcess >= 1 ? '' : ` (at most ${percentText(found.provenExcess)} more)`;
    return `${name}${excess}`;
  });
  const by = `${reading.canaryRequests} requests and ${durationText(state.heldMs)} at the last weight`;
  return `${armNames(state.plan).canary} is proven to be no worse than tolerated by ${proven.join(', ')}, after ${by}`;
}
