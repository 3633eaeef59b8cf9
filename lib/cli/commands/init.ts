import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { ownPackage } from '../own-package.js';
import { projectFiles, type ProjectFilesOptions } from '../templates/project-files.js';
import { createProgress } from '../terminal/progress.js';
import { UsageError } from '../usage-error.js';

/** A fresh repository is as good as empty. */
const ignoredNames = ['.git', '.DS_Store'];

/**
 * `meshwright init`: starts a new project in an empty or new folder. Throws `UsageError` when the folder holds anything
 * or cannot be written.
 */
export function init(folder: string, options: { readonly quiet: boolean }, io: Io): ExitCode {
  const directory = resolve(io.workingDirectory, folder);
  const files = projectFiles({ name: packageName(directory), ...projectDependencies() });
  try {
    refuseUnlessEmpty(directory, folder);
    for (const file of files) {
      mkdirSync(dirname(join(directory, file.path)), { recursive: true });
      writeFileSync(join(directory, file.path), file.content, { flag: 'wx' });
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`the folder "${folder}" cannot be written: ${error.message}`, { cause: error });
  }
  const enter = directory === io.workingDirectory ? '' : `cd ${relative(io.workingDirectory, directory)} && `;
  createProgress(io, options).done(
    [
      ...files.map((file) => `  ${file.path}`),
      `a new project is in "${folder}"; next: ${enter}npm install && npx meshwright check && npx meshwright synth`,
    ].join('\n'),
  );
  return exitCode.ok;
}

function refuseUnlessEmpty(directory: string, folder: string): void {
  if (!existsSync(directory)) return;
  const names = readdirSync(directory).filter((name) => !ignoredNames.includes(name));
  const [first] = names;
  if (first === undefined) return;
  const others = names.length > 1 ? ` and ${String(names.length - 1)} more` : '';
  throw new UsageError(
    `the folder "${folder}" is not empty: it holds ${first}${others}; name an empty or new folder: meshwright init FOLDER`,
  );
}

/** The folder's name as npm takes it: lower case, no leading dots or underscores. */
function packageName(directory: string): string {
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  return name === '' ? 'hello-mesh' : name;
}

/** The versions that this package itself is built and tested with. */
function projectDependencies(): Pick<ProjectFilesOptions, 'dependencies' | 'devDependencies'> {
  const { version, dependencies, devDependencies } = ownPackage();
  const tested: Readonly<Record<string, string>> = { ...devDependencies, ...dependencies };
  const ranges = (...names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, `^${tested[name] ?? '0'}`]));
  return {
    dependencies: { ...ranges('cdk8s', 'constructs'), meshwright: `^${version}` },
    devDependencies: ranges('@types/node', 'cdk8s-cli', 'tsx'),
  };
}
