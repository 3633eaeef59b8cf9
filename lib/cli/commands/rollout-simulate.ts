import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { hasErrors } from '../../diagnostics/has-errors.js';
import { renderJson } from '../../diagnostics/render/json.js';
import { createRolloutPlan } from '../../rollout/plan/create-rollout-plan.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { characteristicsBySteps, type SimulationOptions } from '../../rollout/simulate/characteristics-by-steps.js';
import { stableJson } from '../../util/stable-json.js';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { loadFromArgument, type ProgramOptions } from '../load-from-argument.js';
import { parseNumber } from '../parse-number.js';
import type { LoadedMesh } from '../program/read-meshes.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { characteristicsChart } from '../rollout/characteristics-chart.js';
import { characteristicsPage } from '../rollout/characteristics-page.js';
import { renderCharacteristics } from '../rollout/render-characteristics.js';
import type { SimulatedRollout } from '../rollout/simulated-rollout.js';
import { trafficOf } from '../rollout/traffic-of.js';
import type { TrafficOptions } from '../rollout/traffic-options.js';
import { createProgress } from '../terminal/progress.js';
import { UsageError } from '../usage-error.js';
import { writeNamedFile } from '../write-named-file.js';

/** What `meshwright rollout simulate` takes. */
export interface RolloutSimulateOptions extends Omit<ProgramOptions, 'json'>, TrafficOptions {
  /** Which rollout. @default - all of the program */
  readonly rollout?: string;
  /** Excesses to try, percentage points (events a second for rates). @default - by what each criterion tolerates */
  readonly effect?: readonly string[];
  readonly seed: string;
  readonly runs: string;
  readonly searchRuns: string;
  readonly format: 'text' | 'json';
  /** File for a chart: `.svg`, or `.html` with the tables. */
  readonly chart?: string;
}

/**
 * `meshwright rollout simulate`: says what the criteria of a program's rollouts do on a traffic, by the functions that will decide. Writes
 * nothing but the chart, if asked for one.
 */
export async function rolloutSimulate(argument: string, options: RolloutSimulateOptions, io: Io): Promise<ExitCode> {
  const asked = simulationOf(options);
  if (options.chart !== undefined && !/\.(svg|html)$/.test(options.chart))
    throw new UsageError(`--chart takes a file that ends in .svg or .html, not "${options.chart}"`);
  const progress = createProgress(io, options);
  const loadOptions = { ...options, json: options.format === 'json' };
  const { diagnostics, found } = await loadFromArgument(argument, loadOptions, { io, progress });
  const report = { diagnostics, projectDirectory: found?.program.projectDirectory, details: {} };
  if (found === undefined || hasErrors(diagnostics)) return reportDiagnostics(report, loadOptions, io);
  const simulated: SimulatedRollout[] = [];
  for (const { mesh, plan } of plansOf(found.loaded.meshes, options.rollout)) {
    const traffic = trafficOf(plan, options, io);
    progress.step(`trying rollout ${plan.name}`);
    const steps = characteristicsBySteps(plan, traffic, asked);
    let step = steps.next();
    while (step.done !== true) {
      // Lets the user stop it.
      await setImmediate();
      io.signal.throwIfAborted();
      step = steps.next();
    }
    simulated.push({ mesh, plan, traffic, seed: asked.seed, runs: asked.runs, characteristics: step.value });
  }
  progress.clear();
  const code = reportDiagnostics(report, { json: false }, io);
  io.stdout.write(
    options.format === 'json'
      ? stableJson({ ...renderJson(diagnostics), rollouts: simulated.map(jsonOf) })
      : simulated.map(renderCharacteristics).join('\n'),
  );
  if (options.chart !== undefined) writeChart(options.chart, simulated, io);
  return code;
}

function simulationOf({ seed, runs, searchRuns, effect }: RolloutSimulateOptions): SimulationOptions {
  return {
    seed: parseNumber('--seed', seed, { from: 0, to: 1e9, whole: true }),
    runs: parseNumber('--runs', runs, { from: 1, to: 100_000, whole: true }),
    searchRuns: parseNumber('--search-runs', searchRuns, { from: 0, to: 100_000, whole: true }),
    ...(effect === undefined
      ? {}
      : { effects: effect.map((each) => parseNumber('--effect', each, { from: 0.001, to: 100 }) / 100) }),
  };
}

function plansOf(
  meshes: readonly LoadedMesh[],
  asked: string | undefined,
): readonly { readonly mesh: string; readonly plan: RolloutPlan }[] {
  const all = meshes.flatMap(({ name, ir }) =>
    ir.rollouts.map((rollout) => ({ mesh: name, plan: createRolloutPlan(ir, rollout) })),
  );
  const found = asked === undefined ? all : all.filter(({ plan }) => plan.name === asked);
  if (found.length > 0) return found;
  const names = all.map(({ plan }) => plan.name).join(', ');
  throw new UsageError(
    all.length === 0
      ? 'the program declares no rollout'
      : `the program has no rollout "${asked ?? ''}"; it has ${names}`,
  );
}

function jsonOf({ mesh, plan, traffic, seed, runs, characteristics }: SimulatedRollout): unknown {
  const known = traffic.kind === 'declared' ? traffic : { kind: traffic.kind, windows: traffic.windows.length };
  return { mesh, rollout: plan.name, revision: plan.revision, traffic: known, seed, runs, ...characteristics };
}

function writeChart(file: string, simulated: readonly SimulatedRollout[], io: Io): void {
  const text = file.endsWith('.svg') ? characteristicsChart(simulated) : characteristicsPage(simulated);
  writeNamedFile({ path: resolve(io.workingDirectory, file), text, what: `"${file}"` });
}
