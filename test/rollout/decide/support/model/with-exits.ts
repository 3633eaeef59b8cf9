import { type Phase, phases } from '../../../../../lib/rollout/decide/phase.js';
import type { Explored } from './exploration.js';

type Exits = readonly Explored['exits'][];

/** The document with the changes of phase that explorations have seen, between its marks. */
export function withExits(document: string, all: Exits): string {
  const diagram = ['```mermaid', exitsDiagram(all), '```'].join('\n');
  return between(between(document, 'diagram', diagram), 'exits', exitsTable(all));
}

function between(document: string, mark: string, text: string): string {
  const [begin, end] = [`<!-- ${mark}: seen by test/rollout/decide/model-check.test.ts -->`, `<!-- end of ${mark} -->`];
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`no marks for ${mark}`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

/** A table in Markdown, as Prettier writes it. */
function exitsTable(all: Exits): string {
  const rows = edgesOf(all).map(({ from, to, codes }) => [
    `\`${from}\``,
    `\`${to}\``,
    codes.map((code) => `\`${code}\``).join(', '),
  ]);
  const table = [['from', 'to', 'reasons'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [head, ...body] = table.map((row) => line(row, ' '));
  return [head, line([], '-'), ...body].join('\n');
}

/** A diagram in Mermaid, without the way back, which leads out of nearly everything. */
function exitsDiagram(all: Exits): string {
  const edges = edgesOf(all).filter(({ from, to }) => to !== 'returning' && from !== to);
  const id = (phase: Phase): string => phase.replace('-', '_');
  const lines = edges.map(({ from, to }) => `  ${id(from)} --> ${id(to)}`);
  return ['stateDiagram-v2', '  [*] --> waiting', '  [*] --> preparing', ...lines].join('\n');
}

function edgesOf(all: Exits): { readonly from: Phase; readonly to: Phase; readonly codes: readonly string[] }[] {
  return phases.flatMap((from) =>
    phases.flatMap((to) => {
      const codes = [...new Set(all.flatMap((exits) => [...(exits.get(`${from} -> ${to}`) ?? [])]))].sort();
      return codes.length === 0 ? [] : [{ from, to, codes }];
    }),
  );
}
