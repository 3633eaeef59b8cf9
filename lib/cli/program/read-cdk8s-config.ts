import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';

/** What we read of a `cdk8s.yaml`; the rest is for cdk8s. */
export interface Cdk8sConfig {
  /** Shell command that runs the program. */
  readonly app: string;
  /** Output folder, relative to the file. @default "dist" */
  readonly output: string;
}

/**
 * Reads a `cdk8s.yaml`. `displayName` is how diagnostics name the file. Reports `program-not-found` where it names no
 * program.
 */
export function readCdk8sConfig(
  file: string,
  displayName: string,
): { readonly config?: Cdk8sConfig; readonly diagnostics: readonly Diagnostic[] } {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    const [reason = 'not YAML'] = syntaxError.message.split('\n');
    return fail(
      `"${displayName}" is not YAML: ${reason.replace(/ at line \d+, column \d+:?$/, '')}`,
      syntaxError.pos[0],
    );
  }
  const content: unknown = document.toJS();
  const { app, output } = isRecord(content) ? content : {};
  if (typeof app !== 'string' || app.trim() === '') {
    return fail(`"${displayName}" names no program: "app" is ${describe(app)}, expected a command`, offsetOf('app'));
  }
  if (output !== undefined && typeof output !== 'string') {
    return fail(`"output" of "${displayName}" is ${describe(output)}, expected a folder`, offsetOf('output'));
  }
  return { config: { app, output: output ?? 'dist' }, diagnostics: [] };

  function offsetOf(key: string): number {
    const node: unknown = document.get(key, true);
    const range = isRecord(node) ? node['range'] : undefined;
    return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0;
  }

  function fail(message: string, offset: number): { readonly diagnostics: readonly Diagnostic[] } {
    const { line, col } = lines.linePos(offset);
    const source = { file: displayName, line: Math.max(line, 1), column: Math.max(col, 1) };
    const hint = 'for example: app: node --import tsx main.ts';
    return {
      diagnostics: [
        createDiagnostic('program-not-found', { message, hint, origin: { kind: 'user', constructPath: '', source } }),
      ],
    };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
