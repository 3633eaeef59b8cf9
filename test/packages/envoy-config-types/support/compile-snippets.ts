import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  noEmit: true,
  // The generated types are checked too, once for all snippets: a broken one would otherwise be silently `any`.
  skipLibCheck: false,
  types: [],
};

/** What the compiler said. */
export interface Compilation {
  /** Diagnostics of each snippet, in the order given; empty lists for those that compile. */
  readonly diagnostics: readonly (readonly string[])[];
  /** Diagnostics anywhere else, such as in the generated types. */
  readonly elsewhere: readonly string[];
}

/** Type-checks snippets as if they were files beside this one; nothing is written. */
export function compileSnippets(snippets: readonly string[]): Compilation {
  const host = ts.createCompilerHost(OPTIONS);
  const textByPath = new Map(snippets.map((text, index) => [join(here, `snippet-${index}.ts`), text]));
  const onDisk = { ...host };
  host.fileExists = (path) => textByPath.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => textByPath.get(path) ?? onDisk.readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = textByPath.get(path);
    return text === undefined ? onDisk.getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
  };
  const program = ts.createProgram([...textByPath.keys()], OPTIONS, host);
  const all = ts.getPreEmitDiagnostics(program);
  const textOf = (diagnostic: ts.Diagnostic): string => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  return {
    diagnostics: [...textByPath.keys()].map((path) => all.filter(({ file }) => file?.fileName === path).map(textOf)),
    elsewhere: all.filter(({ file }) => file === undefined || !textByPath.has(file.fileName)).map(textOf),
  };
}
