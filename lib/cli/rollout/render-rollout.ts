import type { RolloutStatus } from '../../controller/rollout-status.js';
import type { Paint } from '../../local-runtime/view/paint.js';
import { durationText } from '../../rollout/decide/sentences/duration-text.js';
import { percentText } from '../../rollout/decide/sentences/percent-text.js';
import type { WorkloadObserved } from '../../rollout/observation/observation.js';
import { decisionLine } from './decision-line.js';
import { evidenceLines } from './evidence-lines.js';

const shownDecisions = 6;
const barWidth = 24;

/** Lays out one rollout for people: where it stands, its evidence against the bounds, and what was decided last. */
export function renderRollout(status: RolloutStatus, paint: Paint): readonly string[] {
  const { name, state, reading, telemetry, log, problem } = status;
  const alarms = [
    ...(problem === undefined ? [] : [`${paint('red', 'stuck')}: ${problem}`]),
    ...(telemetry.kind === 'fresh' ? [] : [`${paint('yellow', 'nothing can be read')}: ${telemetry.reason}`]),
  ];
  if (state === undefined) return [`${paint('bold', name)}  nothing was decided yet`, ...alarms];
  const { phase, reason, weight, mirror, plan } = state;
  const share = weight > 0 ? weight : mirror;
  const filled = Math.round(barWidth * share);
  const evidence = reading === undefined ? [] : evidenceLines(plan, reading, paint);
  return [
    `${paint('bold', name)}  ${paint(phaseStyle(phase), phase)}${waitsFor(status)}  ${reason.sentence}`,
    `  ${mirror > weight ? 'copies' : 'weight'} [${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]  ${percentText(share)}${ceilingText(status)}; ${proxiesText(status)}`,
    `  time   ${durationText(state.budgetMs)} of ${durationText(plan.timing.budgetMs)}; revision ${plan.revision}, attempt ${state.attempt}; canary ${workloadText(status.workloads.canary)}, stable ${workloadText(status.workloads.stable)}`,
    ...alarms.map((line) => `  ${line}`),
    ...evidence,
    ...(log.length === 0
      ? []
      : ['', 'last decisions', ...log.slice(-shownDecisions).map((entry) => decisionLine(entry))]),
  ];
}

function phaseStyle(phase: NonNullable<RolloutStatus['state']>['phase']): Parameters<Paint>[0] {
  if (phase === 'promoted' || phase === 'watching') return 'green';
  if (phase === 'returning' || phase === 'rolled-back') return 'red';
  return phase === 'held' || phase === 'paused' || phase === 'blind' ? 'yellow' : 'bold';
}

function waitsFor({ state }: RolloutStatus): string {
  return state?.gate === undefined ? '' : ` (${state.gate} waits for approval)`;
}

function ceilingText({ state, reading }: RolloutStatus): string {
  if (state?.phase !== 'measuring' || reading === undefined) return '';
  return `, evidence allows ${percentText(Math.max(reading.weightCeiling, state.weight))}`;
}

function proxiesText({ proxies }: RolloutStatus): string {
  switch (proxies.kind) {
    case 'unknown':
      return 'it is not known who holds it';
    case 'pending':
      return `${proxies.accepted} of ${proxies.carrying} proxies hold it`;
    case 'accepted':
      return acceptedText(proxies.carrying);
    case 'refused':
      return `${proxies.nodeId} refuses it: ${proxies.message}`;
  }
}

function acceptedText(carrying: number): string {
  if (carrying === 0) return 'nobody calls';
  return carrying === 1 ? 'the one proxy that carries it holds it' : `all ${carrying} proxies hold it`;
}

function workloadText(observed: WorkloadObserved): string {
  if (observed.kind === 'unknown') return 'unknown';
  return `${observed.ready} of ${observed.desired} ready${observed.failure === undefined ? '' : ` (${observed.failure})`}`;
}
