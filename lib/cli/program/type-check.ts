import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { InternalError } from '../../util/internal-error.js';
import { findUpwards } from './find-upwards.js';
import { parseTypeErrors } from './parse-type-errors.js';
import type { Program } from './program.js';
import { runCommand } from './run-command.js';

/** How to check. */
export interface TypeCheckOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Absolute folder for a configuration of ours, where one is needed. */
  readonly temporaryDirectory: string;
}

/** Whatever a configuration says: write nothing, and check all of it each time. */
const checkOnly = [
  '--noEmit',
  '--emitDeclarationOnly',
  'false',
  '--composite',
  'false',
  '--incremental',
  'false',
  '--pretty',
  'false',
];

/** For a program without a `tsconfig.json`: what tsx accepts, checked strictly. */
const defaults = [
  '--strict',
  '--target',
  'es2023',
  '--module',
  'preserve',
  '--skipLibCheck',
  '--allowImportingTsExtensions',
];

/**
 * Checks the types of a program with the native TypeScript compiler. A program in JavaScript, and one whose source
 * cannot be found from its command, is not checked. Reports `type-error`.
 */
export async function typeCheck(program: Program, options: TypeCheckOptions): Promise<Diagnostic[]> {
  const args = chooseArguments(program, options.temporaryDirectory);
  if (args === undefined) return [];
  let output = '';
  const keep = (text: string): void => {
    output += text;
  };
  const end = await runCommand({
    command: process.execPath,
    args: [compilerFile(), ...checkOnly, ...args],
    directory: program.projectDirectory,
    env: options.env,
    signal: options.signal,
    onStdout: keep,
    onStderr: keep,
  });
  if (end.kind === 'exit' && end.code === 0) return [];
  const diagnostics = parseTypeErrors(output);
  if (diagnostics.length === 0) {
    throw new InternalError(
      `the type checker failed and says no more than ${JSON.stringify(output.slice(-500))}; --no-type-check goes on without it`,
    );
  }
  // A single file without a project has nowhere to install Node's types: what it takes from Node goes unchecked.
  const hasProject = findUpwards(program.directory, 'tsconfig.json') !== undefined;
  return hasProject ? diagnostics : diagnostics.filter((each) => !/\(TS(?:2580|2591)\)$/.test(each.message));
}

function chooseArguments(program: Program, temporaryDirectory: string): string[] | undefined {
  const { directory, entryFile } = program;
  if (entryFile !== undefined && !['.ts', '.mts', '.cts'].includes(extname(entryFile))) return undefined;
  const configDirectory = findUpwards(directory, 'tsconfig.json');
  if (configDirectory === directory) return ['-p', join(directory, 'tsconfig.json')];
  if (entryFile === undefined) return undefined;
  if (configDirectory === undefined) return [...defaults, ...nodeTypes(directory), entryFile];
  const file = join(temporaryDirectory, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(narrowConfig(join(configDirectory, 'tsconfig.json'), entryFile)));
  return ['-p', file];
}

/** A configuration further up is for more than this program: keep its settings, check this program only. */
function narrowConfig(configFile: string, entryFile: string): object {
  // Types are looked for beside the configuration; ours lies elsewhere, unless the other one says where they are.
  const namesTypeRoots = readFileSync(configFile, 'utf8').includes('"typeRoots"');
  const compilerOptions = namesTypeRoots ? {} : { typeRoots: typeRoots(dirname(configFile)) };
  return { extends: configFile, files: [entryFile], include: [], references: [], compilerOptions };
}

function nodeTypes(directory: string): string[] {
  const hasNodeTypes = typeRoots(directory).some((root) => existsSync(join(root, 'node')));
  return hasNodeTypes ? ['--types', 'node', '--typeRoots', typeRoots(directory).join(',')] : [];
}

function typeRoots(directory: string): string[] {
  const roots: string[] = [];
  for (let folder = directory; ; folder = dirname(folder)) {
    const root = join(folder, 'node_modules', '@types');
    if (existsSync(root)) roots.push(root);
    if (dirname(folder) === folder) return roots;
  }
}

/** The package exports its version only; its command lies beside that. */
function compilerFile(): string {
  return fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript-native/package.json')));
}
