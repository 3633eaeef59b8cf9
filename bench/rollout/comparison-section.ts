import { makePlan } from '../../test/support/rollout/make-plan.js';
import { compare, type Situation, type Verdict } from './compare.js';
import { type Line, lineChart } from '../../lib/cli/rollout/line-chart.js';
import type { Section } from './section.js';

const plan = makePlan();
const rates = [2, 20, 200, 2000];
const effects = [0.005, 0.01, 0.02, 0.05, 0.2];

/** The same windows through our test and through the rules of others. */
export function comparisonSection(runs: number, seed: number): Section {
  const of = (situation: Situation): readonly Verdict[] => compare(plan, situation, runs, seed);
  const healthy = rates.map((requestsPerSecond) => ({
    requestsPerSecond,
    verdicts: of({ requestsPerSecond, effect: 0, weight: 0.05 }),
  }));
  const special: readonly (readonly [string, readonly Verdict[]])[] = [
    ['200 rps, errors in clumps of 5', of({ requestsPerSecond: 200, effect: 0, weight: 0.05, clump: 5 })],
    [
      '200 rps, both sides fail in 2 % of requests',
      of({ requestsPerSecond: 200, effect: 0, weight: 0.05, badShare: 0.02 }),
    ],
    ['0.2 rps: mostly silence', of({ requestsPerSecond: 0.2, effect: 0, weight: 0.05 })],
  ];
  const harmful = effects.map((effect) => ({ effect, verdicts: of({ requestsPerSecond: 200, effect, weight: 0.05 }) }));
  const slow = of({ requestsPerSecond: 20, effect: 0.05, weight: 0.05 });
  const names = healthy[0]?.verdicts.map(({ rule }) => rule) ?? [];
  const row = (name: string, verdicts: readonly Verdict[], cell: (verdict: Verdict) => string): string =>
    `| ${[name, ...verdicts.map(cell)].join(' | ')} |`;
  const head = (first: string): string => `| ${[first, ...names].join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}`;
  const share = ({ share: part }: Verdict): string => `${(100 * part).toFixed(1)} %`;
  const found = (verdict: Verdict): string =>
    Number.isFinite(verdict.medianMs) ? `${share(verdict)}, ${(verdict.medianMs / 1000).toFixed(0)} s` : share(verdict);
  const text = `## The same traffic by the rules of others

A canary with 5 % of the traffic for 10 minutes; 0.2 % of requests fail where nothing else is said; ${runs} rollouts each. Every rule sees the same
windows. Ours tolerates 0.5 pp more than the stable side, errs in 1 %, and knows nothing before the first window. The others have the
usual settings: success of at least 99 % by the minute. Their rules are written down in \`bench/rollout/rules\`, from a description of their sources; they
are not their programs. Argo's rule for silence is an error after five minutes, Flagger's a failed check.

Healthy canaries that are rolled back:

${head('traffic')}
${healthy.map(({ requestsPerSecond, verdicts }) => row(`${requestsPerSecond} rps`, verdicts, share)).join('\n')}
${special.map(([name, verdicts]) => row(name, verdicts, share)).join('\n')}

![Healthy canaries rolled back, by traffic](rollout-statistics/false-rollbacks.svg)

Harmful canaries that are rolled back within the 10 minutes, and the median time of all:

${head('harm')}
${harmful.map(({ effect, verdicts }) => row(`+${percent(effect)} at 200 rps`, verdicts, found)).join('\n')}
${row('+5 pp at 20 rps', slow, found)}

+0.5 pp is what our plan tolerates: a rollback there is a false one.

![Canaries rolled back, by harm](rollout-statistics/found.svg)`;
  return {
    text,
    charts: {
      'false-rollbacks': lineChart(
        lines(names, (rule) =>
          healthy.map(({ requestsPerSecond, verdicts }) => [requestsPerSecond, shareOf(verdicts, rule)]),
        ),
        {
          title: 'Healthy canaries rolled back (5 % of traffic, 10 min)',
          x: { name: 'requests a second', ticks: rates, isLogarithmic: true },
          y: { name: '% of rollouts', ticks: [0, 20, 40, 60, 80, 100], isLogarithmic: false },
        },
      ),
      found: lineChart(
        lines(names, (rule) => harmful.map(({ effect, verdicts }) => [100 * effect, shareOf(verdicts, rule)])),
        {
          title: 'Canaries rolled back within 10 min (200 rps, 5 % of traffic)',
          x: { name: 'additional errors, percentage points', ticks: [0.5, 1, 2, 5, 20], isLogarithmic: true },
          y: { name: '% of rollouts', ticks: [0, 20, 40, 60, 80, 100], isLogarithmic: false },
        },
      ),
    },
  };
}

function lines(names: readonly string[], points: (rule: string) => Line['points']): readonly Line[] {
  return names.map((name) => ({ name, points: points(name) }));
}

function shareOf(verdicts: readonly Verdict[], name: string): number {
  return 100 * (verdicts.find(({ rule }) => rule === name)?.share ?? 0);
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} pp`;
}
