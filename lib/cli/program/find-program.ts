import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { findUpwards } from './find-upwards.js';
import type { Program } from './program.js';
import { readCdk8sConfig } from './read-cdk8s-config.js';

const configName = 'cdk8s.yaml';
const entryNames = ['main.ts', 'main.js'];
const sourceExtensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** The program that an argument means, or why it means none. */
export interface FoundProgram {
  readonly program?: Program;
  /** Empty exactly when there is a program. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the program that a command line argument means: a folder with a `cdk8s.yaml` or a `main.ts`, or a file.
 * Reports `program-not-found`.
 */
export function findProgram(argument: string, workingDirectory: string): FoundProgram {
  const path = resolve(workingDirectory, argument);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    return notFound(
      `there is no file or folder "${argument}"`,
      'name a folder with a cdk8s.yaml, or a .ts or .js file',
    );
  }
  if (found.isDirectory()) return findInFolder(path, argument);
  if (!sourceExtensions.includes(extname(path))) {
    return notFound(`"${argument}" is not a program`, `expected a file that ends in ${sourceExtensions.join(', ')}`);
  }
  return { program: fileProgram(path), diagnostics: [] };
}

function findInFolder(directory: string, argument: string): FoundProgram {
  const configFile = join(directory, configName);
  if (existsSync(configFile)) return configuredProgram(directory, configFile);
  const entry = entryNames.map((name) => join(directory, name)).find((file) => existsSync(file));
  if (entry !== undefined) return { program: fileProgram(entry), diagnostics: [] };
  const parent = findUpwards(directory, configName);
  return notFound(
    `the folder "${argument}" has neither a ${configName} nor a main.ts`,
    parent === undefined
      ? 'start a new project with "meshwright init", or name the folder of an existing one'
      : `did you mean "${relative(directory, parent)}"? it has a ${configName}`,
  );
}

function configuredProgram(directory: string, configFile: string): FoundProgram {
  const projectDirectory = findProject(directory);
  const { config, diagnostics } = readCdk8sConfig(configFile, relative(projectDirectory, configFile));
  if (config === undefined) return { diagnostics };
  const entryFile = findEntryFile(config.app, directory);
  const program: Program = {
    directory,
    projectDirectory,
    command: { kind: 'shell', line: config.app },
    ...(entryFile === undefined ? {} : { entryFile }),
    outputDirectory: resolve(directory, config.output),
  };
  return { program, diagnostics: [] };
}

/** The last word of the command that names a source file: `node --import tsx main.ts`. */
function findEntryFile(line: string, directory: string): string | undefined {
  return line
    .split(/[\s'"]+/)
    .filter((word) => sourceExtensions.includes(extname(word)))
    .map((word) => resolve(directory, word))
    .findLast((file) => existsSync(file));
}

function fileProgram(file: string): Program {
  const directory = dirname(file);
  return {
    directory,
    projectDirectory: findProject(directory),
    command: { kind: 'file', file },
    entryFile: file,
    outputDirectory: join(directory, 'dist'),
  };
}

function findProject(directory: string): string {
  return findUpwards(directory, 'package.json') ?? directory;
}

function notFound(message: string, hint: string): FoundProgram {
  return { diagnostics: [createDiagnostic('program-not-found', { message, hint })] };
}
