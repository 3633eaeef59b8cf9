import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { isShareOfRequests } from '../../rollout/evidence/is-share-of-requests.js';
import { toleratedExcess } from '../../rollout/evidence/tolerated-excess.js';
import type { CriterionReading, EvidenceReading } from '../../rollout/evidence/evidence-reading.js';
import { percentText } from '../../rollout/decide/sentences/percent-text.js';
import type { Paint } from '../../local-runtime/view/paint.js';

const width = 24;

/**
 * Draws the evidence of each criterion against its bounds, three lines for each: what was counted, how near harm is to being proven, and how near
 * soundness is. Bars are linear in logarithms: each step to the right multiplies the odds.
 */
export function evidenceLines(plan: RolloutPlan, { criteria }: EvidenceReading, paint: Paint): readonly string[] {
  return criteria.flatMap((reading) => {
    const criterion = plan.criteria.find(({ name }) => name === reading.name);
    if (criterion === undefined) return [];
    const { logHarm, logHarmBound } = reading;
    const harm = bar(logHarm / logHarmBound);
    const isHarmful = logHarm >= logHarmBound;
    const lines = [
      `${paint('bold', reading.name)}  ${countsText(reading)}`,
      `  harm   ${paint(isHarmful ? 'red' : 'dim', harm)}  ${oddsText(logHarm)} to 1; back from ${oddsText(logHarmBound)} to 1`,
    ];
    if (criterion.role === 'guard') return lines;
    const tolerated = toleratedExcess(criterion.tolerance);
    const what = reading.isProven ? 'proven within its tolerance' : soundText(reading, tolerated, criterion.measure);
    const sound = bar(reading.isProven ? 1 : soundPart(reading.provenExcess, tolerated));
    return [...lines, `  sound  ${paint(reading.isProven ? 'green' : 'dim', sound)}  ${what}`];
  });
}

function countsText({ canary, stable, dispersion }: CriterionReading): string {
  const clumps = dispersion > 1.05 ? `, divided by ${dispersion.toFixed(1)} for clumps` : '';
  return `canary ${armText(canary)}, stable ${armText(stable)}${clumps}`;
}

function armText({ total, bad }: CriterionReading['canary']): string {
  return `${bad} of ${total} bad${total === 0 ? '' : ` (${percentText(bad / total)})`}`;
}

function soundText(
  { provenExcess }: CriterionReading,
  tolerated: number,
  measure: Parameters<typeof isShareOfRequests>[0],
): string {
  if (!isShareOfRequests(measure)) return 'not proven yet';
  const known = provenExcess >= 1 ? 'nothing is proven yet' : `proven to be at most ${percentText(provenExcess)} worse`;
  return `${known}; promoted from ${percentText(tolerated)}`;
}

/** How far from "may always fail" to what is tolerated, on a scale of logarithms. */
function soundPart(proven: number, tolerated: number): number {
  const least = Math.max(tolerated, 1e-4);
  return Math.min(0.95, Math.log(Math.max(proven, least)) / Math.log(least));
}

/** An e-value as odds: `1`, `37`, `2.1e5`. */
function oddsText(log: number): string {
  const odds = Math.exp(Math.max(-4.6, Math.min(700, log)));
  if (odds >= 10_000) return odds.toExponential(1).replace('+', '');
  return String(odds >= 10 ? Math.round(odds) : Number(odds.toPrecision(2)));
}

function bar(part: number): string {
  const filled = Math.round(width * Math.max(0, Math.min(1, Number.isNaN(part) ? 0 : part)));
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
}
