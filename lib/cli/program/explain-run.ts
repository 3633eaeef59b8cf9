import { relative, sep } from 'node:path';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic, RelatedOrigin } from '../../diagnostics/diagnostic.js';
import type { SourceLocation } from '../../diagnostics/origin.js';
import { parseStack, type StackOptions } from './parse-stack.js';
import type { ProgramRun } from './run-program.js';
import type { CommandEnd } from './run-command.js';
import type { ThrownError } from './thrown-error.js';

const calledFromLimit = 3;

/**
 * Says why a run failed, as `program-threw`. Undefined when it ended well.
 */
export function explainRun(run: ProgramRun, options: StackOptions): Diagnostic | undefined {
  if (run.end.kind === 'exit' && run.end.code === 0) return undefined;
  if (run.thrown !== undefined) return explainThrown(run.thrown, options);
  const words = run.lastWords === '' ? '' : `; its last words were:\n${lastLines(run.lastWords)}`;
  return createDiagnostic('program-threw', {
    message: `${describeEnd(run.end)}${words}`,
    hint: 'run the "app" command of cdk8s.yaml by hand to see more',
  });
}

function explainThrown(thrown: ThrownError, options: StackOptions): Diagnostic {
  const syntaxError = parseTransformError(thrown, options);
  if (syntaxError !== undefined) return syntaxError;
  const [innermost, ...callers] = parseStack(thrown.stack, options);
  const related: RelatedOrigin[] = callers
    .slice(0, calledFromLimit)
    .map((source) => ({ message: 'called from', origin: userOrigin(source) }));
  // Node adds the chain of modules that wanted the missing one; the stack says the same.
  const message = isMissingModule(thrown) ? thrown.message.replace(/\nRequire stack:[\s\S]*$/, '') : thrown.message;
  return createDiagnostic('program-threw', {
    message: [thrown.name, message].filter((part) => part !== '').join(': '),
    related,
    hint: hintFor(thrown),
    ...(innermost === undefined ? {} : { origin: userOrigin(innermost) }),
  });
}

/** A source that the loader cannot read has no stack; esbuild puts the place into the message. Its columns start at 0. */
function parseTransformError(thrown: ThrownError, options: StackOptions): Diagnostic | undefined {
  if (thrown.name !== 'TransformError') return undefined;
  const groups = /^(?<file>.+?):(?<line>\d+):(?<column>\d+): ERROR: (?<reason>.*)$/m.exec(thrown.message)?.groups;
  if (groups?.['file'] === undefined) return undefined;
  const file = relative(options.projectDirectory, groups['file']).split(sep).join('/');
  const reason = groups['reason'] ?? '';
  const source = { file, line: Number(groups['line']), column: Number(groups['column']) + 1 };
  return createDiagnostic('program-threw', {
    message: `the program cannot be read: ${reason}`,
    hint: reason.includes('"cjs" output')
      ? 'put "type": "module" into package.json'
      : 'correct the syntax at this place',
    origin: userOrigin(source),
  });
}

function hintFor(thrown: ThrownError): string {
  if (isMissingModule(thrown)) return 'install the packages with "npm install", or correct the path of the import';
  return 'set MESHWRIGHT_DEBUG=1 to see the whole stack';
}

function isMissingModule(thrown: ThrownError): boolean {
  return thrown.code === 'ERR_MODULE_NOT_FOUND' || thrown.code === 'MODULE_NOT_FOUND';
}

function userOrigin(source: SourceLocation): RelatedOrigin['origin'] {
  return { kind: 'user', constructPath: '', source };
}

function describeEnd(end: CommandEnd): string {
  switch (end.kind) {
    case 'exit':
      return `the program ended with exit code ${String(end.code)}`;
    case 'signal':
      return `the program was ended by ${end.signal}`;
    case 'not-started':
      return `the program cannot be started: ${end.reason}`;
  }
}

function lastLines(text: string): string {
  return text.split('\n').slice(-8).join('\n');
}
