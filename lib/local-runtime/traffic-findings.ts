import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { LocalReport } from './local-report.js';
import type { JudgedRule } from './traffic/judge-rules.js';
import type { TrafficRule } from './traffic/traffic-rule.js';

/**
 * Says where the traffic of a run was not as configured: a share too far off to be chance, a rule that no request met, a
 * request of the load that got no answer. Reports `traffic-differs`.
 */
export function trafficFindings({ rules, load }: LocalReport): readonly Diagnostic[] {
  const messages = rules.flatMap((judged) => (judged.verdict === 'fits' ? [] : [ruleMessage(judged)]));
  if (load !== undefined && load.failed > 0) {
    messages.push(
      `${String(load.failed)} of ${String(load.sent)} requests got no answer: ${load.lastFailure ?? 'unknown reason'}`,
    );
  }
  return messages.map((message) => createDiagnostic('traffic-differs', { message }));
}

function ruleMessage({ rule, met, requests, verdict }: JudgedRule): string {
  const what = `route "${rule.route}" ${verbs[rule.kind]} ${String(rule.percent)} % of its requests${where(rule)}`;
  if (verdict === 'not-seen') return `${what}, but took none`;
  return `${what}, but did so with ${String(met)} of ${String(requests)}`;
}

const verbs = {
  split: 'is to send',
  delay: 'is to delay',
  abort: 'is to abort',
} as const satisfies Record<TrafficRule['kind'], string>;

function where(rule: TrafficRule): string {
  return rule.kind === 'split' ? ` to ${rule.destination}` : '';
}
