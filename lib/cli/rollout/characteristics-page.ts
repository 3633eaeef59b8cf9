import { characteristicsChart } from './characteristics-chart.js';
import { escapeMarkup } from './escape-markup.js';
import { renderCharacteristics } from './render-characteristics.js';
import type { SimulatedRollout } from './simulated-rollout.js';

/** Writes what rollouts do on their traffic as one HTML page that needs nothing else: the tables, and the charts. */
export function characteristicsPage(rollouts: readonly SimulatedRollout[]): string {
  const sections = rollouts.map(
    (rollout) => `<h2>${escapeMarkup(rollout.plan.name)}</h2>
<pre>${escapeMarkup(renderCharacteristics(rollout))}</pre>
${characteristicsChart([rollout])}`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Rollouts: ${escapeMarkup(rollouts.map(({ plan }) => plan.name).join(', '))}</title>
<style>body { font-family: sans-serif; margin: 2rem auto; max-width: 60rem; } pre { overflow-x: auto; } svg { max-width: 100%; }</style>
</head>
<body>
<h1>What these rollouts find, and how surely</h1>
${sections.join('')}</body>
</html>
`;
}
