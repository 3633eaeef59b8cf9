import type { CriterionCharacteristics } from '../../rollout/simulate/characteristics-by-steps.js';
import type { EffectFigures } from '../../rollout/simulate/simulate-effect.js';
import { chartSize, lineChart, type Line } from './line-chart.js';
import type { SimulatedRollout } from './simulated-rollout.js';

const percentTicks = [0, 20, 40, 60, 80, 100];
const msPerSecond = 1000;
const leastPercent = 0.01;

/** Draws what rollouts do on their traffic as one SVG: for each criterion how often harm is found, and how soon. */
export function characteristicsChart(rollouts: readonly SimulatedRollout[]): string {
  const drawn = rollouts.flatMap(({ plan, characteristics: { healthy, criteria } }) =>
    criteria.flatMap((criterion) => {
      const measure = plan.criteria.find(({ name }) => name === criterion.name)?.measure.kind;
      const unit: Unit = measure === 'rate' ? 'events' : 'points';
      const chart = { title: `${plan.name}: ${criterion.name}`, unit, healthy, criterion };
      return [foundChart(chart), delayChart(chart)];
    }),
  );
  const { width, height } = chartSize;
  const parts = drawn.map((draw, index) => draw(index * height));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${Math.max(1, drawn.length) * height}">
${parts.join('')}</svg>
`;
}

/** Of an excess: percentage points of events, or events a second and pod. */
type Unit = 'points' | 'events';

interface Chart {
  readonly title: string;
  readonly unit: Unit;
  readonly healthy: EffectFigures;
  readonly criterion: CriterionCharacteristics;
}

type Draw = (top: number) => string;

function foundChart({ title, unit, healthy, criterion }: Chart): Draw {
  const line = (name: string, of: (figures: EffectFigures) => number): Line => ({
    name: `${name} (healthy: ${percent(of(healthy))} %)`,
    points: effectsOf(criterion, unit).map(([x, figures]) => [x, percent(of(figures))] as const),
  });
  return (top) =>
    lineChart([line('rolled back', (figures) => figures.rolledBack), line('promoted', (figures) => figures.promoted)], {
      title: `${title}: what becomes of a canary that is worse`,
      x: effectAxis(criterion, unit),
      y: { name: 'percent of rollouts', ticks: percentTicks, isLogarithmic: false },
      top,
    });
}

function delayChart({ title, unit, criterion }: Chart): Draw {
  const line = (name: 'median' | 'p90'): Line => ({
    name,
    points: effectsOf(criterion, unit).flatMap(([x, { rollbackMs }]) => {
      const ms = rollbackMs[name];
      return ms === undefined ? [] : [[x, Math.max(1, ms / msPerSecond)] as const];
    }),
  });
  const lines = [line('median'), line('p90')];
  const seconds = lines.flatMap(({ points }) => points.map(([, y]) => y));
  return (top) =>
    lineChart(lines, {
      title: `${title}: time until it is rolled back`,
      x: effectAxis(criterion, unit),
      y: { name: 'seconds', ticks: decades(1, Math.max(10, ...seconds)), isLogarithmic: true },
      top,
    });
}

/** By rising effect, in percentage points or events a second. */
function effectsOf(
  { name, effects }: CriterionCharacteristics,
  unit: Unit,
): readonly (readonly [number, EffectFigures])[] {
  return effects.map((figures) => {
    const effect = figures.effect[name] ?? 0;
    return [Math.max(leastPercent, unit === 'events' ? effect : 100 * effect), figures] as const;
  });
}

function effectAxis(criterion: CriterionCharacteristics, unit: Unit): Parameters<typeof lineChart>[1]['x'] {
  const values = effectsOf(criterion, unit).map(([x]) => x);
  const name =
    unit === 'events' ? 'additional bad events a second and pod' : 'additional bad events, percentage points';
  return { name, ticks: decades(Math.min(1, ...values), Math.max(10, ...values)), isLogarithmic: true };
}

/** Powers of ten around two numbers over 0. */
function decades(least: number, most: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(least) + 1e-9), Math.ceil(Math.log10(most) - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, index) => Number((10 ** (first + index)).toPrecision(1)));
}

function percent(share: number): number {
  return Math.round(1000 * share) / 10;
}
