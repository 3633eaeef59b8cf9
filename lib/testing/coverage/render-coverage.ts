import { coverageKinds, type CoverageKind } from './coverage-item.js';
import { coverageShare } from './coverage-share.js';
import type { Coverage } from './merge-coverage.js';

const headings = { route: 'routes', policy: 'policies', edge: 'edges' } as const satisfies Record<CoverageKind, string>;

/** Shows coverage to a person: a line for each kind, then everything that no test exercised, with its place. */
export function renderCoverage({ items }: Coverage): string {
  const rows = [
    ...coverageKinds.map((kind) => row(headings[kind], items.filter((item) => item.kind === kind))),
    row('all', items),
  ];
  const missing = items.filter(({ isExercised }) => !isExercised);
  const width = Math.max(...missing.map(({ name }) => name.length));
  const lines = missing.map(
    ({ kind, name, place, mesh }) => `  ${kind.padEnd(8)}${name.padEnd(width)}   ${place ?? `mesh ${mesh}`}`,
  );
  return [
    'coverage    exercised      of',
    ...rows,
    ...(lines.length === 0 ? [] : ['', 'not exercised', ...lines]),
    '',
  ].join('\n');
}

function row(heading: string, items: Coverage['items']): string {
  const { exercised, total, percent } = coverageShare(items);
  return `${heading.padEnd(12)}${String(exercised).padStart(9)}${String(total).padStart(8)}${percent.toFixed(1).padStart(8)} %`;
}
