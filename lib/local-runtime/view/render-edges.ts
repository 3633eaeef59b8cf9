import type { EdgeTraffic } from '../local-report.js';
import type { EdgeRow } from '../traffic/edge-tally.js';
import { formatCount } from './format-count.js';
import { formatPercent } from './format-percent.js';
import type { Paint } from './paint.js';
import { textTable, type Column } from './text-table.js';

const columns: readonly Column[] = [
  { title: 'from', align: 'left' },
  { title: 'to', align: 'left' },
  { title: 'version', align: 'left' },
  { title: 'requests', align: 'right' },
  { title: 'share', align: 'right' },
  { title: '/s', align: 'right' },
  { title: '2xx', align: 'right' },
  { title: '3xx', align: 'right' },
  { title: '4xx', align: 'right' },
  { title: '5xx', align: 'right' },
  { title: 'errors', align: 'right' },
  { title: 'p50', align: 'right' },
  { title: 'p99', align: 'right' },
];

/**
 * Shows the traffic by edge and version, one line each, under a line of titles. `share` is a version's share of the
 * edge; `errors` the share of requests that failed.
 */
export function renderEdges(edges: readonly EdgeTraffic[], paint: Paint): readonly string[] {
  if (edges.length === 0) return [paint('dim', 'no requests yet')];
  const [titles = '', ...lines] = textTable(
    columns,
    edges.map((edge, index) => cells(edge, edges, edges[index - 1])),
  );
  return [
    paint('bold', titles),
    ...lines.map((line, index) => ((edges[index]?.errors ?? 0) > 0 ? paint('red', line) : line)),
  ];
}

function cells(row: EdgeTraffic, edges: readonly EdgeTraffic[], above: EdgeRow | undefined): readonly string[] {
  const total = edges.filter((other) => isSameEdge(other, row)).reduce((sum, other) => sum + other.requests, 0);
  const isContinued = above !== undefined && isSameEdge(above, row);
  return [
    isContinued ? '' : row.caller,
    isContinued ? '' : (row.callee ?? '(no route)'),
    row.version ?? '-',
    formatCount(row.requests),
    formatPercent((100 * row.requests) / total, 1),
    row.perSecond.toFixed(1),
    ...[row.status2xx, row.status3xx, row.status4xx, row.status5xx].map(formatCount),
    formatPercent((100 * row.errors) / row.requests, 1),
    formatMs(row.p50Ms),
    formatMs(row.p99Ms),
  ];
}

function isSameEdge(left: EdgeRow, right: EdgeRow): boolean {
  return left.caller === right.caller && left.callee === right.callee;
}

function formatMs(durationMs: number | undefined): string {
  if (durationMs === undefined) return '';
  return durationMs === 0 ? '<1 ms' : `${formatCount(durationMs)} ms`;
}
