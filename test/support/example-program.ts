import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import { readIr } from '../../lib/ir/codec.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { temporaryFolderOfFile } from './temporary-folder-of-file.js';

/** Absolute path of the folder of examples. */
export const examplesFolder = fileURLToPath(new URL('../../examples/', import.meta.url));

/** Programs of the Bookinfo example, by the name of the Istio file that says the same; sorted. */
export const bookinfoIntents: readonly string[] = readdirSync(join(examplesFolder, 'bookinfo/intents'))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort();

/** Every program of the examples, relative to their folder. */
export const examplePrograms: readonly string[] = [
  'bookinfo/main.ts',
  ...bookinfoIntents.map((name) => `bookinfo/intents/${name}.ts`),
  'canary/main.ts',
  'hello/main.ts',
];

/** What a program left. */
export interface ExampleResult {
  readonly ir: MeshIr;
  readonly diagnostics: readonly Diagnostic[];
}

const resultByProgram = new Map<string, Promise<ExampleResult>>();

/** Runs a program of the examples once, inside the test, and reads what its mesh leaves for the command line. */
export function runExample(program: string): Promise<ExampleResult> {
  const known = resultByProgram.get(program) ?? runOnce(program);
  resultByProgram.set(program, known);
  return known;
}

/** Runs the program of a Bookinfo intent. */
export function runIntent(name: string): Promise<ExampleResult> {
  return runExample(`bookinfo/intents/${name}.ts`);
}

async function runOnce(program: string): Promise<ExampleResult> {
  const folder = temporaryFolderOfFile();
  const meshes = join(folder, 'meshes');
  const before = { ...process.env };
  process.env['MESHWRIGHT_OUT'] = meshes;
  process.env['CDK8S_OUTDIR'] = join(folder, 'manifests');
  try {
    await import(pathToFileURL(join(examplesFolder, program)).href);
  } finally {
    process.env = before;
  }
  const [name = ''] = readdirSync(meshes);
  const read = (file: string): string => readFileSync(join(meshes, name, file), 'utf8');
  const { ir, diagnostics } = readIr(read('ir.json'));
  if (ir === undefined) throw new Error(JSON.stringify(diagnostics));
  const result = { ir, diagnostics: JSON.parse(read('diagnostics.json')) as readonly Diagnostic[] };
  rmSync(folder, { recursive: true });
  return result;
}
