import { makeCriterion, makePlan } from '../../test/support/rollout/make-plan.js';
import {
  harmProven,
  soundnessProven,
  type Stop,
  type Watch,
  watchRuns,
} from '../../test/support/rollout/watch-evidence.js';

const clumps = [1, 3, 10];

/** How often evidence errs when errors come in clumps, with and without the stable side known before. */
export function clumpsSection(runs: number, seed: number): string {
  const criterion = (margin: number) => makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin } });
  const strategy = { kind: 'paced', first: 0.01, most: 0.25 } as const;
  const errs = (clump: number, known: number, of: { margin: number; effect: number; stop: Stop }): string => {
    const watch: Watch = {
      plan: makePlan({ criteria: [criterion(of.margin)], strategy }),
      traffic: { requestsPerSecond: 200, badShare: 0.002, clump },
      ...{ effect: { errors: of.effect }, weight: 0.25, windows: 100, known },
    };
    return `${(100 * watchRuns(watch, of.stop, runs, seed).share).toFixed(1)} %`;
  };
  const harm = { margin: 1e-9, effect: 0, stop: harmProven };
  const soundness = { margin: 0.01, effect: 0.01, stop: soundnessProven };
  return `## Errors in clumps

As long as the stable side has had too few errors to tell whether they come in clumps (50 degrees of freedom), evidence counts for half, and
no window adds more than a third of what a rollback needs. That guards rollbacks. A proof of soundness can err more often than
promised until the clumps are known, because it lives on the absence of errors; half an hour of the stable side alone mends it, and what
is counted while the canary is prepared is a part of that. 200 requests a
second, 25 % of them at the canary, looked at after each of 100 windows; ${runs} runs. False harm: like the stable side, no margin (promised: 1 %). False
soundness: at the margin of 1 pp, proven at any time (promised: 5 %).

| mean clump | false harm, nothing known | half an hour known | false soundness, nothing known | half an hour known |
|${' --- |'.repeat(5)}
${clumps
  .map((clump) => {
    const cells = [harm, soundness].flatMap((of) => [errs(clump, 0, of), errs(clump, 60, of)]);
    return `| ${[clump, ...cells].join(' | ')} |`;
  })
  .join('\n')}`;
}
