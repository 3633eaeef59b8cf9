import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';

/** One run of `envoy --mode validate`. */
export interface EnvoyRun {
  readonly binary: string;
  /** Where the configuration is written; the ending (.json, .pb) tells Envoy how to read it. */
  readonly file: string;
  readonly config: string | Uint8Array;
}

/** Loads a configuration with Envoy as far as it goes without a network. Gives Envoy's message, undefined when it accepts. */
export async function runEnvoy({ binary, file, config }: EnvoyRun): Promise<string | undefined> {
  await writeFile(file, config);
  const args = ['--mode', 'validate', '-c', file, '-l', 'critical', '--use-dynamic-base-id'];
  return await new Promise((resolve) => {
    execFile(binary, args, { encoding: 'utf8', timeout: 20_000 }, (error, stdout, stderr) => {
      resolve(error === null ? undefined : `${stderr}${stdout}` || error.message);
    });
  });
}
