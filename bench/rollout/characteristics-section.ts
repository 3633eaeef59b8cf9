import type { Rollout } from '../../lib/ir/rollout/rollout.js';
import type { EffectFigures } from '../../lib/rollout/simulate/simulate-effect.js';
import { operatingCharacteristics } from '../../lib/rollout/simulate/operating-characteristics.js';
import { plannedDelay } from '../../lib/rollout/simulate/planned-delay.js';
import { makeCriterion, makePlan } from '../../test/support/rollout/make-plan.js';
import { harmProven, watchRuns } from '../../test/support/rollout/watch-evidence.js';
import { lineChart } from '../../lib/cli/rollout/line-chart.js';
import type { Section } from './section.js';

const effects = [0.01, 0.02, 0.05, 0.5];
const badShare = 0.002;
const step = (weight: number, holdMs: number) => ({ weight, holdMs, needsApproval: false });
const strategies: Readonly<Record<string, Rollout['strategy']>> = {
  paced: { kind: 'paced', first: 0.01, most: 1 },
  'steps 5, 25, 50 % of 60 s': { kind: 'steps', steps: [step(0.05, 60_000), step(0.25, 60_000), step(0.5, 60_000)] },
  'fixed 10 %': { kind: 'steps', steps: [step(0.1, 60_000)] },
};

/** What `operatingCharacteristics` says of a plan, by strategy and traffic; and delays at a fixed weight against the formula. */
export function characteristicsSection(runs: number, seed: number): Section {
  const rows = [20, 200, 2000].flatMap((requestsPerSecond) =>
    Object.entries(strategies).map(([name, strategy]) => ({
      name,
      requestsPerSecond,
      tried: operatingCharacteristics(
        makePlan({ strategy }),
        { kind: 'declared', requestsPerSecond, badShare },
        { seed, runs, effects, searchRuns: name === 'paced' ? Math.min(runs, 40) : 0 },
      ),
    })),
  );
  const delays = [0.01, 0.02, 0.05, 0.2].map((effect) => ({
    effect,
    rows: [20, 200, 2000].map((rate) => delay(effect, rate)),
  }));
  const text = `## What a plan does on a traffic

\`operatingCharacteristics\` lets the plan run by \`decide\`, the function that decides in production: margin 0.5 pp, falseRollback 1 %,
falsePromotion 5 %, harm budget 0.25 pp, windows of 2 s, 4 s to settle after each weight, 10 s of bake, 10 minutes; ${runs} runs each. A healthy
canary: rolled back, promoted, and the median time to promotion. A harmful one: rolled back, **promoted (missed)**, median and 90 % delay from its first
request, and the mean of requests that failed because of it.

| traffic | strategy | healthy | ${effects.map((effect) => `+${100 * effect} pp`).join(' | ')} | found in 80 % / 95 % from |
|${' --- |'.repeat(effects.length + 4)}
${rows
  .map(({ name, requestsPerSecond, tried }) => {
    const [criterion] = tried.criteria;
    const { found80, found95 } = criterion ?? {};
    const found = found80 === undefined ? '' : `${points(found80)} / ${found95 === undefined ? '-' : points(found95)}`;
    const cells = [
      `${requestsPerSecond} rps`,
      name,
      healthyCell(tried.healthy),
      ...(criterion?.effects ?? []).map(harmCell),
    ];
    return `| ${[...cells, found].join(' | ')} |`;
  })
  .join('\n')}

## Delays at a fixed weight, and the formula

A canary with 5 % of the traffic, half an hour of the stable side known before. The median of ${runs} runs, and what \`plannedDelay\` says: $\\ln(2K/\\alpha)$
over the divergence of the harm from the nearest pair of shares that is tolerated.

| harm | 20 rps | planned | 200 rps | planned | 2000 rps | planned |
|${' --- |'.repeat(7)}
${delays
  .map(
    ({ effect, rows: at }) =>
      `| +${100 * effect} pp | ${at.flatMap(({ seen, planned }) => [seconds(seen), seconds(planned)]).join(' | ')} |`,
  )
  .join('\n')}

![Median delay by harm](rollout-statistics/delays.svg)`;
  const chart = lineChart(
    [20, 200, 2000].map((rate, index) => ({
      name: `${rate} requests a second`,
      points: delays.flatMap(({ effect, rows: at }) => {
        const seen = at[index]?.seen ?? Infinity;
        return Number.isFinite(seen) ? [[100 * effect, seen / 1000] as const] : [];
      }),
    })),
    {
      title: 'Median time until harm is proven (5 % of traffic)',
      x: { name: 'additional errors, percentage points', ticks: [1, 2, 5, 20], isLogarithmic: true },
      y: { name: 'seconds', ticks: [1, 10, 100, 1000], isLogarithmic: true },
    },
  );
  return { text, charts: { delays: chart } };

  function delay(effect: number, requestsPerSecond: number): { seen: number; planned: number } {
    const plan = makePlan();
    const watch = { plan, traffic: { requestsPerSecond, badShare }, effect: { errors: effect }, weight: 0.05 };
    const { median } = watchRuns({ ...watch, windows: 300, known: 60 }, harmProven, runs, seed);
    return {
      seen: median,
      planned: plannedDelay(plan, makeCriterion(), { requestsPerSecond, weight: 0.05, badShare, effect }),
    };
  }
}

function healthyCell({ rolledBack, promoted, promotionMs }: EffectFigures): string {
  return `${share(rolledBack)}, ${share(promoted)}, ${seconds(promotionMs.median)}`;
}

function harmCell({ rolledBack, promoted, rollbackMs, harmed }: EffectFigures): string {
  return `${share(rolledBack)}, **${share(promoted)}**, ${seconds(rollbackMs.median)} / ${seconds(rollbackMs.p90)}, ${harmed.mean.toFixed(0)}`;
}

function share(part: number): string {
  return `${(100 * part).toFixed(0)} %`;
}

function points(effect: number): string {
  return `${(100 * effect).toFixed(1)} pp`;
}

function seconds(ms = Infinity): string {
  return Number.isFinite(ms) ? `${(ms / 1000).toFixed(0)} s` : '-';
}
