import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { coverageShare } from '../../testing/coverage/coverage-share.js';
import { mergeCoverage, type Coverage } from '../../testing/coverage/merge-coverage.js';
import { renderCoverage } from '../../testing/coverage/render-coverage.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { parseNumber } from '../parse-number.js';
import { findTestRunner } from '../program/find-test-runner.js';
import { runCommand, type CommandEnd } from '../program/run-command.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { useColour } from '../terminal/use-colour.js';

/** What `meshwright test` takes beside what it hands on. */
export interface TestOptions {
  /** Whether to print a JSON document on stdout; what the tests print goes to stderr then. */
  readonly json: boolean;
  /** Whether to tell what the tests exercised. */
  readonly coverage: boolean;
  /** Percentage that has to be exercised, as typed; includes `coverage`. @default - none */
  readonly coverageThreshold?: string;
}

/**
 * `meshwright test`: runs the project's own Vitest once and hands everything else on to it. Fails with its tests, and
 * where they exercise less of the meshes than they have to. Reports `test-runner-missing` and `coverage-below-threshold`.
 */
export async function test(args: readonly string[], options: TestOptions, io: Io): Promise<ExitCode> {
  const { coverageThreshold } = options;
  const threshold =
    coverageThreshold === undefined
      ? undefined
      : parseNumber('--coverage-threshold', coverageThreshold, { from: 0, to: 100 });
  const runner = findTestRunner(io.workingDirectory);
  if (runner === undefined) return reportDiagnostics({ diagnostics: [runnerMissing()], details: {} }, options, io);
  if (!options.coverage && threshold === undefined) {
    const end = await runTests(runner, { args, options, env: io.env }, io);
    return worst(end, reportDiagnostics({ diagnostics: [], details: { tests: testsOf(end) } }, options, io));
  }
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-coverage-'));
  try {
    const end = await runTests(runner, { args, options, env: { ...io.env, MESHWRIGHT_COVERAGE: folder } }, io);
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const coverage = mergeCoverage(files);
    if (!options.json) io.stdout.write(`\n${renderCoverage(coverage)}`);
    const diagnostics = threshold === undefined ? [] : coverageProblems(coverage, threshold);
    return worst(
      end,
      reportDiagnostics({ diagnostics, details: { tests: testsOf(end), coverage: coverage.items } }, options, io),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTests(
  runner: string,
  run: { readonly args: readonly string[]; readonly options: TestOptions; readonly env: NodeJS.ProcessEnv },
  io: Io,
): Promise<CommandEnd> {
  const out = run.options.json ? io.stderr : io.stdout;
  return runCommand({
    command: process.execPath,
    args: [runner, 'run', ...run.args],
    directory: io.workingDirectory,
    // It writes into our pipe, and cannot see the terminal behind it.
    env: useColour(out, io.env) ? { FORCE_COLOR: '1', ...run.env } : run.env,
    signal: io.signal,
    onStdout: (text) => out.write(text),
    onStderr: (text) => io.stderr.write(text),
  });
}

function testsOf(end: CommandEnd): 'passed' | 'failed' {
  return end.kind === 'exit' && end.code === 0 ? 'passed' : 'failed';
}

function worst(end: CommandEnd, reported: ExitCode): ExitCode {
  return testsOf(end) === 'passed' ? reported : exitCode.diagnostics;
}

function runnerMissing(): Diagnostic {
  return createDiagnostic('test-runner-missing', {
    message: 'no Vitest is installed at or above this folder',
    hint: 'npm install --save-dev vitest',
  });
}

function coverageProblems({ items }: Coverage, threshold: number): readonly Diagnostic[] {
  const { exercised, total, percent } = coverageShare(items);
  if (total === 0)
    return [
      createDiagnostic('coverage-below-threshold', {
        message: `no test asks a mesh, expected tests that exercise at least ${threshold} % of one`,
        hint: "ask with expectMesh of 'meshwright/testing'",
      }),
    ];
  if (percent >= threshold) return [];
  return [
    createDiagnostic('coverage-below-threshold', {
      message: `tests exercise ${exercised} of ${total} routes, policies and edges (${percent.toFixed(1)} %), expected at least ${threshold} %`,
      hint: 'what no test exercises is listed with its place',
    }),
  ];
}
