import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';

const errorPattern = /^(?:(?<file>[^\s].*?)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS\d+): (?<message>.*)$/;

const hintByCode: Readonly<Record<string, string>> = {
  TS2307: 'install the package with "npm install", or correct the path of the import',
  TS2591: 'install "@types/node" and list "node" in the "types" of tsconfig.json',
  TS2580: 'install "@types/node" and list "node" in the "types" of tsconfig.json',
  TS18003: 'name the program in "files" or "include" of tsconfig.json',
};

/**
 * Reads what `tsc --pretty false` prints. File names are kept: they are relative to the folder that tsc ran in.
 * Reports `type-error`; empty when the text holds no error.
 */
export function parseTypeErrors(output: string): Diagnostic[] {
  const errors: { readonly groups: Readonly<Record<string, string | undefined>>; readonly lines: string[] }[] = [];
  for (const line of output.split(/\r?\n/)) {
    const groups = errorPattern.exec(line)?.groups;
    if (groups !== undefined) errors.push({ groups, lines: [groups['message'] ?? ''] });
    // Lines that are indented say more about the error before them.
    else if (line.startsWith(' ')) errors.at(-1)?.lines.push(line.slice(2));
  }
  return errors.map(({ groups, lines }) => {
    const { file, line, column, code = '' } = groups;
    const isPlaced = file !== undefined && line !== undefined && column !== undefined;
    const source = isPlaced ? { file, line: Number(line), column: Number(column) } : undefined;
    return createDiagnostic('type-error', {
      message: `${lines.join('\n')} (${code})`,
      hint: hintByCode[code] ?? 'correct the type, or run with --no-type-check to go on without this check',
      ...(source === undefined ? {} : { origin: { kind: 'user', constructPath: '', source } }),
    });
  });
}
