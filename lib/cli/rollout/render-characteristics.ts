import { formatPercent } from '../../local-runtime/view/format-percent.js';
import { textTable, type Column } from '../../local-runtime/view/text-table.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { durationText } from '../../rollout/decide/sentences/duration-text.js';
import { percentText } from '../../rollout/decide/sentences/percent-text.js';
import type { CriterionCharacteristics } from '../../rollout/simulate/characteristics-by-steps.js';
import type { EffectFigures, Quantiles } from '../../rollout/simulate/simulate-effect.js';
import type { SimulatedTraffic } from '../../rollout/simulate/simulated-traffic.js';
import { effectText } from './effect-text.js';
import type { SimulatedRollout } from './simulated-rollout.js';

const columns: readonly Column[] = [
  { title: 'canary', align: 'left' },
  { title: 'rolled back', align: 'right' },
  { title: 'promoted', align: 'right' },
  { title: 'undecided', align: 'right' },
  { title: 'median', align: 'right' },
  { title: 'p90', align: 'right' },
  { title: 'failed requests', align: 'right' },
];

/**
 * Lays out what a rollout does on a traffic, for people: a healthy canary, then one that is worse by each criterion. Ends with a line feed.
 */
export function renderCharacteristics({ mesh, plan, traffic, seed, runs, characteristics }: SimulatedRollout): string {
  const { healthy, criteria } = characteristics;
  const blocks = [
    [
      `rollout "${plan.name}" of mesh ${mesh}`,
      `  traffic  ${trafficText(traffic)}`,
      `  tried    ${runs} times for each line, from seed ${seed}: a share may be off by ${percentText(1 / Math.sqrt(runs))}`,
    ],
    ['all criteria together', ...textTable(columns, [row('healthy', healthy, healthy.promotionMs)])],
    ...criteria.map((criterion) => criterionBlock(plan, criterion)),
    [
      'median and p90: from the first request of the canary to its promotion if it is healthy, else to the rollback; "-": fewer end so.',
      'failed requests: on average, those that would not have failed at the stable side. "promoted" is a miss where the canary is worse.',
    ],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function criterionBlock(plan: RolloutPlan, criterion: CriterionCharacteristics): readonly string[] {
  const { name, healthyAlone, effects, found80, found95 } = criterion;
  const declared = plan.criteria.find((each) => each.name === name);
  if (declared === undefined) return [];
  const measured = (effect: number): string => effectText(declared.measure, effect);
  const rows = effects.map((figures) => {
    const effect = figures.effect[name] ?? 0;
    const must = declared.mustFind === effect ? ' (must be found)' : '';
    return row(`+${measured(effect)}${must}`, figures, figures.rollbackMs);
  });
  const smallest =
    found80 === undefined
      ? []
      : [
          `smallest excess that is found: ${measured(found80)} in 80 % of runs${found95 === undefined ? '' : `, ${measured(found95)} in 95 %`}`,
        ];
  return [
    `criterion "${name}"`,
    ...smallest,
    ...textTable(columns, [row('healthy', healthyAlone, healthyAlone.promotionMs), ...rows]),
  ];
}

function row(canary: string, { rolledBack, promoted, undecided, harmed }: EffectFigures, times: Quantiles): string[] {
  const shares = [rolledBack, promoted, undecided].map((share) => formatPercent(100 * share, 1));
  const delays = [times.median, times.p90].map((ms) => (ms === undefined ? '-' : durationText(ms)));
  return [canary, ...shares, ...delays, String(Math.round(harmed.mean))];
}

function trafficText(traffic: SimulatedTraffic): string {
  if (traffic.kind === 'recorded') {
    const ms = traffic.windows.reduce((sum, window) => sum + window.ms, 0);
    return `as recorded, ${traffic.windows.length} windows of ${durationText(ms)} together`;
  }
  const { requestsPerSecond, badShare, badShares = {}, clump = 1 } = traffic;
  const own = Object.entries(badShares).map(([name, share]) => `, ${percentText(share)} for "${name}"`);
  const clumps = clump === 1 ? '' : `, bad ones ${String(clump)} at a time`;
  return `${String(requestsPerSecond)} requests/s, ${percentText(badShare)} bad${own.join('')}${clumps}`;
}
