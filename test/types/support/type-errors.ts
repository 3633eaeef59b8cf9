import { execFile } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The compilers that users have: `typescript-native` checks types for the CLI, `typescript` in most editors. */
export const compilers = ['typescript-native', 'typescript'] as const;

/**
 * Checks the types of a project with one of the compilers. Returns the whole text of each error in its own files, by
 * place: `<file>:<line>`.
 */
export async function typeErrors(
  compiler: (typeof compilers)[number],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const output = await run(
    [join(root, 'node_modules', compiler, 'bin/tsc'), '-p', folder, '--pretty', 'false'],
    folder,
  );
  const errors = new Map<string, string>();
  let place = '';
  for (const line of output.split('\n')) {
    const [, file, number, message] = /^(.+?)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
    if (file !== undefined) place = `${relative(folder, join(folder, file)).split(sep).join('/')}:${number}`;
    errors.set(place, `${errors.get(place) ?? ''}${message ?? line}\n`);
  }
  // What is wrong in the sources themselves is told by the project's own type check.
  return new Map([...errors].filter(([at]) => /^[^/]+:\d+$/.test(at)));
}

function run(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    // A compiler that finds errors exits with 1 or 2: its output is what counts.
    execFile(process.execPath, args, { cwd, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}
