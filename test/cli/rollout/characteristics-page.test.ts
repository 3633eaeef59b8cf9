import { DOMParser } from '@xmldom/xmldom';
import { expect, test } from 'vitest';
import { characteristicsChart } from '../../../lib/cli/rollout/characteristics-chart.js';
import { characteristicsPage } from '../../../lib/cli/rollout/characteristics-page.js';
import type { SimulatedRollout } from '../../../lib/cli/rollout/simulated-rollout.js';
import { operatingCharacteristics } from '../../../lib/rollout/simulate/operating-characteristics.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';

const name = 'a <b> & "c"\u0000';
const plan = makePlan({
  criteria: [
    makeCriterion({ name, errorShare: 0.5 }),
    makeCriterion({ name: 'restarts', errorShare: 0.5, measure: { kind: 'rate', events: 'restarts_total' } }),
  ],
});
const traffic = { kind: 'declared', requestsPerSecond: 2000, badShare: 0.002 } as const;
const options = { seed: 1, runs: 2, searchRuns: 0 };

function simulated(effects: readonly number[]): SimulatedRollout {
  const characteristics = operatingCharacteristics(plan, traffic, { ...options, effects });
  return { mesh: 'shop', plan, traffic, seed: 1, runs: 2, characteristics };
}

test('charts are well-formed and need nothing else, whatever criteria are called', () => {
  // An effect that nobody finds has no delay to draw.
  const rollout = simulated([0.0001, 0.05, 1]);
  const page = characteristicsPage([rollout]);
  const svg = page.slice(page.indexOf('<svg'), page.lastIndexOf('</svg>') + 6);
  expect(svg.trim()).toBe(characteristicsChart([rollout]).trim());
  for (const text of [svg, page]) {
    expect(text).not.toMatch(/NaN|Infinity|undefined|https?:\/\/(?!www\.w3\.org\/2000\/svg)|<script|\u0000/);
    expect(text).toContain('a &lt;b&gt; &amp; &quot;c&quot;');
  }
  // Throws at what is not well-formed.
  const document = new DOMParser({ onError: fail }).parseFromString(svg, 'image/svg+xml');
  // The picture, and two charts for each criterion.
  expect(document.getElementsByTagName('svg')).toHaveLength(5);
});

function fail(level: string, message: string): never {
  throw new Error(`${level}: ${message}`);
}
