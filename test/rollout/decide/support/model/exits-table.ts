import { type Phase, phases } from '../../../../../lib/rollout/decide/phase.js';
import type { Explored } from './exploration.js';

type Exits = readonly Explored['exits'][];

/** Every change of phase that explorations have seen, and the codes of its reasons, as a table in Markdown. */
export function exitsTable(all: Exits): string {
  const rows = edgesOf(all).map(({ from, to, codes }) => {
    const reasons = codes.map((code) => `\`${code}\``).join(', ');
    return `| \`${from}\` | \`${to}\` | ${reasons} |`;
  });
  return ['| from | to | reasons |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The same as a diagram in Mermaid, but for the way back, which leads out of nearly everything. */
export function exitsDiagram(all: Exits): string {
  const edges = edgesOf(all).filter(({ to }) => to !== 'returning');
  const id = (phase: Phase): string => phase.replace('-', '_');
  return ['stateDiagram-v2', ...edges.map(({ from, to }) => `  ${id(from)} --> ${id(to)}`)].join('\n');
}

function edgesOf(all: Exits): { readonly from: Phase; readonly to: Phase; readonly codes: readonly string[] }[] {
  return phases.flatMap((from) =>
    phases.flatMap((to) => {
      const codes = [...new Set(all.flatMap((exits) => [...(exits.get(`${from} -> ${to}`) ?? [])]))].sort();
      return codes.length === 0 ? [] : [{ from, to, codes }];
    }),
  );
}
