import type { RolloutStatus } from '../../controller/rollout-status.js';
import { armNames } from '../../rollout/decide/sentences/arm-names.js';
import { exposureText } from '../../rollout/decide/sentences/exposure-text.js';
import { oddsText } from '../../rollout/decide/sentences/odds-text.js';
import { percentText } from '../../rollout/decide/sentences/percent-text.js';
import type { CriterionReading } from '../../rollout/evidence/evidence-reading.js';
import type { Paint } from './paint.js';

/** Shows how rollouts stand, as lines: what comes to each canary, and what its criteria say by now. */
export function renderRollouts(statuses: readonly RolloutStatus[], paint: Paint): readonly string[] {
  return statuses.flatMap((status) => renderOne(status, paint));
}

function renderOne({ name, state, reading, proxies, problem }: RolloutStatus, paint: Paint): readonly string[] {
  if (state === undefined) return [paint('bold', `rollout ${name}`), ...trouble(problem, paint)];
  const style = state.phase === 'promoted' ? 'green' : isBack(state.phase) ? 'red' : 'bold';
  const held =
    proxies.kind === 'pending' ? `; ${String(proxies.accepted)} of ${String(proxies.carrying)} Envoys hold it` : '';
  return [
    paint(style, `rollout ${name}: ${state.phase}; ${exposureText(state, state)}${held}`),
    ...trouble(problem, paint),
    ...(reading?.criteria ?? []).map((criterion) => `  ${describe(criterion, armNames(state.plan).stable)}`),
  ];
}

function isBack(phase: string): boolean {
  return phase === 'returning' || phase === 'rolled-back';
}

function trouble(problem: string | undefined, paint: Paint): readonly string[] {
  return problem === undefined ? [] : [paint('yellow', `  ${problem}`)];
}

function describe(criterion: CriterionReading, stable: string): string {
  const { name, canary, logHarm, logHarmBound, provenExcess, isProven } = criterion;
  const proof = isProven
    ? 'proven'
    : provenExcess >= 1
      ? 'nothing proven'
      : `worse by less than ${percentText(provenExcess)}`;
  return [
    `${name}: ${share(canary)}, ${stable} ${share(criterion.stable)}`,
    `harm ${oddsText(Math.max(0, logHarm))} of ${oddsText(logHarmBound)}`,
    proof,
  ].join('; ');
}

function share({ total, bad }: CriterionReading['canary']): string {
  return `${String(bad)} of ${String(total)}${total === 0 ? '' : ` (${percentText(bad / total)})`}`;
}
