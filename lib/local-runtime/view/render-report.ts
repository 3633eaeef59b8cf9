import type { LoadReport } from '../load/load-generator.js';
import type { LocalReport } from '../local-report.js';
import { formatCount } from './format-count.js';
import type { Paint } from './paint.js';
import { renderEdges } from './render-edges.js';
import { renderRules } from './render-rules.js';

/** Shows what a run saw, as lines: where it listens, the traffic by edge, and configured beside seen shares. */
export function renderReport({ seconds, gateways, edges, rules, load }: LocalReport, paint: Paint): readonly string[] {
  const urls = gateways.map(({ gateway, port, url }) => `${gateway} (${port}) ${url}`).join('   ');
  const comparison = renderRules(rules, paint);
  return [
    ...(urls === '' ? [] : [urls]),
    `${seconds.toFixed(0)} s${load === undefined ? '' : `   ${describeLoad(load)}`}`,
    '',
    ...renderEdges(edges, paint),
    ...(comparison.length === 0 ? [] : ['', ...comparison]),
  ];
}

function describeLoad({ sent, answers, failed, lastFailure, skipped }: LoadReport): string {
  const parts = [`${formatCount(sent)} requests sent`];
  for (const [status, count] of Object.entries(answers)) parts.push(`${formatCount(count)} answered ${status}`);
  parts.push(failed === 0 ? 'none without answer' : `${formatCount(failed)} without answer (${lastFailure ?? ''})`);
  if (skipped > 0) parts.push(`${formatCount(skipped)} not sent, too many on their way`);
  return parts.join(', ');
}
