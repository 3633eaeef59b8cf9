import { styleText } from 'node:util';
import type { Diagnostic, Severity } from '../diagnostic.js';
import type { Origin } from '../origin.js';
import { countSeverities } from './count-severities.js';
import { orderDiagnostics } from './order-diagnostics.js';

/** How diagnostics are shown as text. */
export interface TextOptions {
  /** Whether to use ANSI colours. @default false */
  readonly colour?: boolean;
  /** How a file of the user's project is named to the reader. @default - as the diagnostic names it */
  readonly displayFile?: (file: string) => string;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const severityStyles = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<Severity, Style>;

const severityNouns = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
} as const satisfies Record<Severity, readonly [string, string]>;

/**
 * Shows diagnostics to a person: one paragraph each, ordered by place, and a line that counts them. Suppressed ones are
 * only counted. Empty when there are none; otherwise ends with a line break.
 */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions = {}): string {
  if (diagnostics.length === 0) return '';
  const paint: Paint = options.colour === true ? paintAlways : (_style, text) => text;
  const displayFile = options.displayFile ?? ((file: string) => file);
  const shown = diagnostics.filter(({ suppression }) => suppression === undefined);
  const paragraphs = orderDiagnostics(shown).map((each) => `${renderOne(each, paint, displayFile)}\n\n`);
  return `${paragraphs.join('')}${summarize(diagnostics, paint)}\n`;
}

function renderOne(diagnostic: Diagnostic, paint: Paint, displayFile: (file: string) => string): string {
  const { severity, code, slug, message, origin, related, hint } = diagnostic;
  const heading = `${paint(severityStyles[severity], severity)} ${paint('bold', code)} ${slug}: ${indentRest(message)}`;
  const lines = [heading];
  if (origin !== undefined) lines.push(...place('at', origin));
  for (const other of related) lines.push(...place(`${indentRest(other.message)}:`, other.origin));
  if (hint !== undefined) lines.push(`  ${paint('cyan', 'hint:')} ${indentRest(hint)}`);
  return lines.join('\n');

  function place(lead: string, where: Origin): string[] {
    const parts = [where.constructPath];
    if (where.source !== undefined) {
      const { file, line, column } = where.source;
      parts.push(paint('underline', `${displayFile(file)}:${String(line)}:${String(column)}`));
    }
    if (where.kind === 'default') parts.push('(a default)');
    const words = parts.filter((part) => part !== '');
    return words.length === 0 ? [] : [`  ${lead} ${words.join('   ')}`];
  }
}

/** Keeps the further lines of a text under its heading. */
function indentRest(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function summarize(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const counts = countSeverities(diagnostics);
  const parts = (['error', 'warning', 'info'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => {
      const [one, many] = severityNouns[severity];
      return paint(severityStyles[severity], `${String(counts[severity])} ${counts[severity] === 1 ? one : many}`);
    });
  const suppressed = diagnostics.filter(({ suppression }) => suppression !== undefined).length;
  return [...parts, ...(suppressed === 0 ? [] : [`${String(suppressed)} suppressed`])].join(', ');
}

/** The caller has looked at the stream and the environment; `styleText` would look at stdout, whatever we write to. */
function paintAlways(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}
