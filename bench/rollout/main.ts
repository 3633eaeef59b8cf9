import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { characteristicsSection } from './characteristics-section.js';
import { clumpsSection } from './clumps-section.js';
import { comparisonSection } from './comparison-section.js';

// Usage: npx tsx bench/rollout/main.ts [--runs 300] [--seed 1] [--write]
const runs = Number(option('--runs') ?? '300');
const seed = Number(option('--seed') ?? '1');
const folder = fileURLToPath(new URL('../../docs/rollout-statistics', import.meta.url));
const comparison = comparisonSection(runs, seed);
const characteristics = characteristicsSection(Math.max(20, Math.round(runs / 3)), seed);
const report = `# What rollouts find, and how surely

Written by \`npx tsx bench/rollout/main.ts --runs ${runs} --seed ${seed} --write\`; edit \`bench/rollout\`, not this file. All figures are of
simulations from that seed; a share p of n runs has a standard error of √(p(1 − p)/n). How it works is told in
[ADR 14](adr/0014-rollouts.md); the formulas stand with the functions in \`lib/rollout/evidence\`.

${introduction()}

${comparison.text}

${clumpsSection(runs, seed)}

${characteristics.text}
`;
process.stdout.write(report);
if (process.argv.includes('--write')) {
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries({ ...comparison.charts, ...characteristics.charts })) {
    writeFileSync(`${folder}/${name}.svg`, svg);
  }
  const text = await format(report, { parser: 'markdown', printWidth: 140 });
  writeFileSync(`${folder}.md`, text);
}

function option(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index === -1 ? undefined : process.argv[index + 1];
}

function introduction(): string {
  return `## What is promised, and where the proof ends

| promise | by | shown in |
| --- | --- | --- |
| a window's evidence has a mean of 1 at most for whatever is tolerated | proof, and all outcomes of small blocks counted | \`test/rollout/evidence/log-e-of-shares.test.ts\`, \`log-e-of-rates.test.ts\` |
| a rollout without harm is rolled back with a chance of \`falseRollback\` at most, however often one looks | Ville's inequality | \`test/rollout/evidence/error-rates.test.ts\` |
| what is worse than a gate's tolerance is promoted with a chance of \`falsePromotion\` at most | the same, mirrored | the same |
| weight × excess stays within \`harmBudget\` but for a chance of \`falsePromotion\` a criterion, for an excess that is not tolerated and does not grow | the same, for the largest excess that is true | the same |
| errors in clumps cause no more false rollbacks; and once the stable side is known, no more false proofs | **measured, not proven**: the dispersion is an estimate | the same, clumps of 1 to 10 |
| a restart goes on bit by bit | the evidence is a few numbers in JSON | \`test/rollout/evidence/add-window.test.ts\` |`;
}
