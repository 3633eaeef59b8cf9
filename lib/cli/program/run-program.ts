import { createThrownErrorFilter } from './filter-thrown-error.js';
import type { Program } from './program.js';
import { runCommand, type CommandEnd } from './run-command.js';
import type { ThrownError } from './thrown-error.js';

/** Where a run leaves its results, and who listens. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Receives what the program prints on either stream. */
  readonly onOutput: (text: string) => void;
  /** Absolute folder for the manifests of cdk8s. */
  readonly manifestDirectory: string;
  /** Absolute folder for what the meshes of the program leave. */
  readonly meshDirectory: string;
}

/** How a run ended. */
export interface ProgramRun {
  readonly end: CommandEnd;
  /** The exception that ended it; absent as well where the program is no Node program. */
  readonly thrown?: ThrownError;
  /** The last lines that it printed on stderr. */
  readonly lastWords: string;
}

/**
 * Runs a program of the user once, to its end. Rejects only when the run is aborted.
 */
export async function runProgram(program: Program, options: RunOptions): Promise<ProgramRun> {
  let lastWords = '';
  const filter = createThrownErrorFilter(
    (text) => {
      lastWords = (lastWords + text).slice(-2000);
      options.onOutput(text);
    },
    { keepReport: (options.env['MESHWRIGHT_DEBUG'] ?? '') !== '' },
  );
  const end = await runCommand({
    ...commandLine(program),
    directory: program.directory,
    env: programEnvironment(options),
    signal: options.signal,
    // Our own stdout belongs to our own result.
    onStdout: options.onOutput,
    onStderr: filter.push,
  });
  const thrown = filter.end();
  return { end, lastWords: lastWords.trim(), ...(thrown === undefined ? {} : { thrown }) };
}

function commandLine({ command }: Program): {
  readonly command: string;
  readonly args: readonly string[];
  readonly shell: boolean;
} {
  if (command.kind === 'shell') return { command: command.line, args: [], shell: true };
  // Resolved from here, so that a single file runs without an installation of its own.
  return { command: process.execPath, args: ['--import', import.meta.resolve('tsx'), command.file], shell: false };
}

function programEnvironment(options: RunOptions): NodeJS.ProcessEnv {
  const reporter = new URL('report-thrown.js', import.meta.url);
  const nodeOptions = [options.env['NODE_OPTIONS'] ?? '', `--import ${reporter.href}`].join(' ').trim();
  return {
    ...options.env,
    NODE_OPTIONS: nodeOptions,
    CDK8S_OUTDIR: options.manifestDirectory,
    MESHWRIGHT_OUT: options.meshDirectory,
  };
}
