import type { JudgedRule } from '../traffic/judge-rules.js';
import type { TrafficRule } from '../traffic/traffic-rule.js';
import { formatCount } from './format-count.js';
import { formatPercent } from './format-percent.js';
import type { Paint } from './paint.js';
import { textTable, type Column } from './text-table.js';

const columns: readonly Column[] = [
  { title: 'route', align: 'left' },
  { title: 'rule', align: 'left' },
  { title: 'configured', align: 'right' },
  { title: 'seen', align: 'right' },
  { title: 'requests', align: 'right' },
  { title: '', align: 'left' },
];

const verdictWords = { fits: 'fits', differs: 'DIFFERS', 'not-seen': 'not seen' } as const satisfies Record<
  JudgedRule['verdict'],
  string
>;
const verdictStyles = { fits: 'green', differs: 'red', 'not-seen': 'yellow' } as const satisfies Record<
  JudgedRule['verdict'],
  string
>;

/** Shows what the mesh configures beside what was seen. Empty where it configures no shares. */
export function renderRules(rules: readonly JudgedRule[], paint: Paint): readonly string[] {
  if (rules.length === 0) return [];
  const [titles = '', ...lines] = textTable(
    columns,
    rules.map((judged, index) => cells(judged, rules[index - 1])),
  );
  return [
    paint('bold', titles),
    ...lines.map((line, index) => colourVerdict(line, rules[index], paint)),
    // The number is `falseAlarmProbability`.
    paint('dim', 'fits: within what chance allows (exact binomial test, one false alarm in a million tables)'),
  ];
}

function cells(
  { rule, met, requests, seenPercent, verdict }: JudgedRule,
  above: JudgedRule | undefined,
): readonly string[] {
  return [
    above?.rule.route === rule.route ? '' : rule.route,
    describeRule(rule),
    formatPercent(rule.percent, 4),
    seenPercent === undefined ? '-' : formatPercent(seenPercent, 1),
    `${formatCount(met)} of ${formatCount(requests)}`,
    verdictWords[verdict],
  ];
}

function describeRule(rule: TrafficRule): string {
  switch (rule.kind) {
    case 'split':
      return `to ${rule.destination}`;
    case 'delay':
      return `delayed by ${String(rule.durationMs)} ms`;
    case 'abort':
      return `answered with ${describeStatus(rule.status)}`;
  }
}

function describeStatus({ kind, code }: Extract<TrafficRule, { readonly kind: 'abort' }>['status']): string {
  return kind === 'http' ? String(code) : `gRPC status ${String(code)}`;
}

function colourVerdict(line: string, judged: JudgedRule | undefined, paint: Paint): string {
  if (judged === undefined) return line;
  const word = verdictWords[judged.verdict];
  return line.endsWith(word) ? line.slice(0, -word.length) + paint(verdictStyles[judged.verdict], word) : line;
}
