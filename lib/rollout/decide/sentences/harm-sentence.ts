import type { Criterion } from '../../../ir/rollout/criterion.js';
import type { CriterionReading } from '../../evidence/evidence-reading.js';
import type { Turn } from '../turn.js';
import { armNames } from './arm-names.js';
import { badText } from './bad-text.js';
import { oddsText } from './odds-text.js';
import { percentText } from './percent-text.js';

const msOfSecond = 1_000;

/** Says what the surest of the harmful criteria has found, with its numbers. */
export function harmSentence({ state, reading }: Turn): string {
  const { canary } = armNames(state.plan);
  const name = reading.harmful[0];
  const found = reading.criteria.find((each) => each.name === name);
  const criterion = state.plan.criteria.find((each) => each.name === name);
  if (found === undefined || criterion === undefined) return `${canary} does harm by "${name ?? ''}"`;
  const odds = `evidence ${oddsText(found.logHarm)} against, needed ${oddsText(found.logHarmBound)}`;
  return `${canary} ${badText(criterion, share(criterion, found.canary))}, ${other(state.plan, criterion, found)}; ${odds}`;
}

function other(plan: Turn['state']['plan'], criterion: Criterion, { stable }: CriterionReading): string {
  if (criterion.tolerance.kind === 'absolute')
    return `at most ${bound(criterion, criterion.tolerance.max)} is tolerated`;
  const side = armNames(plan).stable;
  if (stable.total === 0) return `${side} has had no requests`;
  return `${side} ${bound(criterion, share(criterion, stable))}`;
}

function bound({ measure }: Criterion, value: number): string {
  return measure.kind === 'rate' ? String(Number(value.toPrecision(2))) : percentText(value);
}

function share({ measure }: Criterion, { total, bad }: { readonly total: number; readonly bad: number }): number {
  if (total === 0) return 0;
  return (bad / total) * (measure.kind === 'rate' ? msOfSecond : 1);
}
