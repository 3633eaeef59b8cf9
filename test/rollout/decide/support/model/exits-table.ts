import { type Phase, phases } from '../../../../../lib/rollout/decide/phase.js';
import type { Explored } from './exploration.js';

/** The table of phases, their exits, and the reasons for them, as explorations have seen them. */
export function exitsTable(all: readonly Explored['exits'][]): string {
  const rows = phases.flatMap((from) =>
    phases.flatMap((to) => {
      const codes = codesOf(all, from, to);
      return codes.length === 0 ? [] : [`${from} --> ${to}: ${codes.join(', ')}`];
    }),
  );
  return rows.map((row) => `    ${row.replaceAll('rolled-back -', 'rolled_back -')}`).join('\n');
}

function codesOf(all: readonly Explored['exits'][], from: Phase, to: Phase): string[] {
  return [...new Set(all.flatMap((exits) => [...(exits.get(`${from} -> ${to}`) ?? [])]))].sort();
}
