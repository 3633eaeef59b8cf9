import type { Range } from '../../analysis/latency/bound.js';
import type { Hop } from '../../analysis/latency/critical-path.js';
import type {
  EntryPointName,
  EntryPointReport,
  EstimatedEntryPoint,
  LatencyReport,
  StationReport,
} from '../../analysis/latency/latency-report.js';
import { describeEntryPoint } from '../../analysis/latency/words/describe-entry-point.js';
import { showAmount } from '../../analysis/latency/words/show-amount.js';
import { listNames } from '../../analysis/words/list-names.js';
import { textTable, type Column } from '../../local-runtime/view/text-table.js';

const hopColumns: readonly Column[] = [
  { title: 'step', align: 'left' },
  { title: 'requests', align: 'right' },
  { title: 'own ms', align: 'right' },
  { title: 'waiting ms', align: 'right' },
  { title: 'network ms', align: 'right' },
  { title: 'together ms', align: 'right' },
  { title: 'share', align: 'right' },
];

const stationColumns: readonly Column[] = [
  { title: 'version', align: 'left' },
  { title: 'workers', align: 'right' },
  { title: 'requests/s', align: 'right' },
  { title: 'busy', align: 'right' },
];

/**
 * Lays out estimates for people: each entry point with its latency, where it comes from and how much it can take, then how busy
 * the versions are. Ends with a line feed.
 */
export function renderCapacity(mesh: string, { entryPoints, stations }: LatencyReport): string {
  const blocks = [
    [`mesh ${mesh}`],
    ...(entryPoints.length === 0 ? [['no gateway has a route that sends requests on']] : entryPoints.map(renderEntry)),
    ...(stations.length === 0 ? [] : [textTable(stationColumns, stations.map(stationRow))]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function renderEntry(entry: EntryPointReport): readonly string[] {
  const title = describeEntryPoint(entry);
  if (entry.kind === 'circular') {
    return [title, `  not known: its requests come to ${listNames(entry.circle)} in a circle of calls`];
  }
  return [title, ...facts(entry).map((line) => `  ${line}`), ...hopTable(entry).map((line) => `  ${line}`)];
}

function facts(entry: EntryPointName & EstimatedEntryPoint): readonly string[] {
  const { requestsPerSecond, meanLatencyMs, p99LatencyAtLeastMs, maxRequestsPerSecond } = entry;
  const unknown = entry.withoutServiceTime;
  return [
    `declared rate  ${requestsPerSecond === 0 ? 'none' : `${showAmount(requestsPerSecond)} requests/s`}`,
    `mean latency   ${showRange(meanLatencyMs, 'ms')}`,
    `p99 latency    ${showAmount(p99LatencyAtLeastMs)}${p99LatencyAtLeastMs === Infinity ? '' : ' ms or more'}`,
    `can take       ${showRange(maxRequestsPerSecond, 'requests/s')}${entry.bottleneck === undefined ? '' : `; first to give way: ${entry.bottleneck}`}`,
    ...(unknown.length === 0
      ? []
      : [`not known      how fast ${listNames(unknown)} ${unknown.length === 1 ? 'is' : 'are'}: counted as no time`]),
  ];
}

function hopTable({ criticalPath }: EstimatedEntryPoint): readonly string[] {
  const whole = criticalPath.reduce((sum, hop) => sum + togetherMs(hop), 0);
  const rows = criticalPath.map((hop) => [
    `${hop.caller} -> ${hop.service}${hop.version === undefined ? '' : ` ${hop.version}`}`,
    showAmount(hop.requests),
    showAmount(hop.serviceMs),
    showAmount(hop.waitingMs),
    showAmount(hop.transferMs),
    showAmount(togetherMs(hop)),
    whole > 0 && whole < Infinity ? `${String(Math.round((100 * togetherMs(hop)) / whole))} %` : '',
  ]);
  return rows.length === 0 ? [] : textTable(hopColumns, rows);
}

function togetherMs({ serviceMs, waitingMs, transferMs }: Hop): number {
  return serviceMs + waitingMs + transferMs;
}

function stationRow({ service, version, workers, requestsPerSecond, utilisation }: StationReport): readonly string[] {
  const busy = { least: 100 * utilisation.least, most: 100 * utilisation.most };
  return [`${service} ${version}`, String(workers), showRange(requestsPerSecond, ''), showRange(busy, '%')];
}

/** The one number, or both ends. */
function showRange({ least, most }: Range, unit: string): string {
  const [from, to] = [showAmount(least), showAmount(most)];
  const both = from === to ? from : `${from} to ${to}`;
  return unit === '' || most === Infinity ? both : `${both} ${unit}`;
}
