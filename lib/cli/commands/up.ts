import { relative, resolve } from 'node:path';
import { prometheusCounters } from '../../controller/counters/prometheus-counters.js';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import { renderText } from '../../diagnostics/render/text.js';
import { findEnvoyBinary } from '../../local-runtime/envoy-binary.js';
import type { LocalRunOptions } from '../../local-runtime/local-run-options.js';
import type { LocalRunResult } from '../../local-runtime/local-run-result.js';
import { runLocal } from '../../local-runtime/run-local.js';
import { trafficFindings } from '../../local-runtime/traffic-findings.js';
import { createPaint } from '../../local-runtime/view/paint.js';
import { renderReport } from '../../local-runtime/view/render-report.js';
import { createScreen } from '../../local-runtime/view/screen.js';
import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { ProgramOptions } from '../load-from-argument.js';
import { parseNumber } from '../parse-number.js';
import { createMeshLoader } from '../program/create-mesh-loader.js';
import { findProgram } from '../program/find-program.js';
import type { Program } from '../program/program.js';
import { workloadDirectory } from '../program/workload-directory.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { useColour } from '../terminal/use-colour.js';
import { UsageError } from '../usage-error.js';

/** What `meshwright up` takes. Numbers as they were typed. */
export interface UpOptions extends ProgramOptions {
  /** Requests a second to send to the gateways; true: 20. @default - none */
  readonly load?: string | true;
  /** Paths to send them to. @default - those that the gateways' routes name */
  readonly path?: readonly string[];
  /** Seconds to run for. @default - until stopped */
  readonly for?: string;
  /** Port of the first gateway. @default - a free one */
  readonly port?: string;
  /** URL of a Prometheus that rollouts are decided by. @default - the Envoys' own counters */
  readonly prometheus?: string;
  /** File for the addresses of the Envoys' counters. @default - none */
  readonly prometheusTargets?: string;
  /** Which of the program's meshes to run. @default - the only one */
  readonly mesh?: string;
  /** Whether traffic that is not as configured makes the command fail. */
  readonly assert: boolean;
  /** Whether to show what workloads and Envoys print. */
  readonly verbose: boolean;
}

const defaultPerSecond = 20;

/**
 * `meshwright up`: runs the program's mesh on this machine, on real Envoys, and follows changes of the program.
 */
export async function up(argument: string, options: UpOptions, io: Io): Promise<ExitCode> {
  const numbers = parseNumbers(options);
  checkUrl(options.prometheus);
  const { program, diagnostics } = findProgram(argument, io.workingDirectory);
  if (program === undefined) return reportDiagnostics({ diagnostics, details: {} }, options, io);
  const result = await run(program, { options, numbers }, io);
  const { report } = result;
  const findings = options.assert && report !== undefined ? trafficFindings(report) : [];
  if (report !== undefined && !options.quiet) {
    io.stderr.write(`\n${renderReport(report, createPaint({ colour: useColour(io.stderr, io.env) })).join('\n')}\n`);
  }
  return reportDiagnostics(
    {
      diagnostics: [...result.diagnostics, ...findings],
      projectDirectory: program.projectDirectory,
      details: report === undefined ? {} : { report },
    },
    options,
    io,
  );
}

interface UpNumbers {
  readonly perSecond?: number;
  readonly durationMs?: number;
  readonly gatewayPort?: number;
}

function parseNumbers(options: UpOptions): UpNumbers {
  const { load, port } = options;
  const seconds = options.for;
  return {
    ...(load === undefined
      ? {}
      : { perSecond: load === true ? defaultPerSecond : parseNumber('--load', load, { from: 0.1, to: 5_000 }) }),
    ...(seconds === undefined ? {} : { durationMs: 1_000 * parseNumber('--for', seconds, { from: 0.1, to: 86_400 }) }),
    ...(port === undefined ? {} : { gatewayPort: parseNumber('--port', port, { from: 1, to: 65_535, whole: true }) }),
  };
}

async function run(
  program: Program,
  { options, numbers }: { readonly options: UpOptions; readonly numbers: UpNumbers },
  io: Io,
): Promise<LocalRunResult> {
  const { stderr, env, signal } = io;
  const stream = options.quiet ? { write: () => undefined } : stderr;
  const screen = createScreen(stream, {
    isTerminal: !options.quiet && stderr.isTTY === true && env['TERM'] !== 'dumb',
  });
  const envoy = await findEnvoyBinary({ env, onProgress: screen.print, signal });
  if (!envoy.ok)
    return { diagnostics: [createDiagnostic('tool-missing', { message: envoy.problem, hint: envoy.hint })] };
  const colour = useColour(stderr, env);
  const displayFile = (file: string): string => relative(io.workingDirectory, resolve(program.projectDirectory, file));
  const directory = workloadDirectory(program);
  const { perSecond, durationMs, gatewayPort } = numbers;
  const { prometheusTargets: targets } = options;
  return runLocal({
    load: createMeshLoader(program, { ...options, env, onOutput: screen.print }),
    watch: { directory, ignored: [program.outputDirectory] },
    programDirectory: directory,
    envoy: envoy.path,
    env,
    gatewayPort,
    ...(perSecond === undefined ? {} : { traffic: { perSecond, paths: options.path ?? [] } }),
    durationMs,
    ...rolloutCounters(options),
    metricsTargetsFile: targets === undefined ? undefined : resolve(io.workingDirectory, targets),
    signal,
    screen,
    paint: createPaint({ colour }),
    renderDiagnostics: (diagnostics) => renderText(diagnostics, { colour, displayFile }),
    showsLogs: options.verbose,
  });
}

function checkUrl(url: string | undefined): void {
  if (url !== undefined && !/^https?:\/\/[^/]/.test(url))
    throw new UsageError(`--prometheus takes a URL such as http://127.0.0.1:9090, not "${url}"`);
}

function rolloutCounters({ prometheus: url }: UpOptions): Pick<LocalRunOptions, 'rolloutCounters'> {
  return url === undefined ? {} : { rolloutCounters: (clock) => prometheusCounters({ url, clock }) };
}
