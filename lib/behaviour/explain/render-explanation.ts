import { styleText } from 'node:util';
import type { Origin } from '../../diagnostics/origin.js';
import { describePlace } from './describe-place.js';
import type { ExplainedStep } from './explained-step.js';
import type { ExplainedHop, Explanation } from './explanation.js';
import { stepLines } from './step-lines.js';
import { summarizeResults } from './summarize-results.js';

/** How an explanation is shown as text. */
export interface RenderExplanationOptions {
  /** Whether to use ANSI colours. @default false */
  readonly colour?: boolean;
  /** How a file of the user's project is named to the reader. @default - as the origin names it */
  readonly displayFile?: (file: string) => string;
}

type Style = Parameters<typeof styleText>[0];

interface Paper {
  readonly paint: (style: Style, text: string) => string;
  readonly displayFile: (file: string) => string;
}

const labelWidth = 11;

/**
 * Tells an explanation to a person: what the request comes to in the first line, then each proxy with its steps, every
 * decision with the place that says so. Ends with a line break.
 */
export function renderExplanation(explanation: Explanation, options: RenderExplanationOptions = {}): string {
  const paper: Paper = {
    paint:
      options.colour === true
        ? (style, text) => styleText(style, text, { validateStream: false })
        : (_style, text) => text,
    displayFile: options.displayFile ?? ((file) => file),
  };
  const { request, hops, isComplete } = explanation;
  const headers = request.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('');
  const warning = isComplete
    ? ''
    : `  ${paper.paint('yellow', 'not sure: some parts are unknown to the simulator, see UNKNOWN below')}\n`;
  return [
    `${headline(explanation, paper)}\n${headers}${warning}`,
    ...hops.map((hop) => `\n${renderHop(hop, paper)}`),
  ].join('');
}

function headline({ request, results }: Explanation, { paint }: Paper): string {
  const what = request.method === undefined ? request.url : `${request.method} ${request.url}`;
  return `${what} from ${request.from} -> ${paint('bold', summarizeResults(results))}`;
}

function renderHop({ proxy, before, steps }: ExplainedHop, paper: Paper): string {
  const role = before.length === 0 ? '' : ` (inbound, before ${before.join(', ')})`;
  const told = before.length === 0 ? steps : steps.filter(tellsSomething);
  const lines = told.flatMap((step) => {
    const { label, lines: stepTold } = stepLines(step);
    const isLoud = label === label.toUpperCase();
    return stepTold.map(({ text, origin }, index) => {
      const lead = (index === 0 ? label : '').padEnd(labelWidth);
      const shown = isLoud ? paper.paint('yellow', lead) : paper.paint('cyan', lead);
      return `  ${shown}${text.replaceAll('\n', ' ')}${place(origin, paper)}\n`;
    });
  });
  return `${paper.paint('bold', proxy)}${role}\n${lines.join('')}`;
}

/** A proxy beside the callee leaves limits to the caller: that it sets none is no news. */
function tellsSomething(step: ExplainedStep): boolean {
  if (step.kind !== 'timeouts' && step.kind !== 'retries') return true;
  return step.values.some(({ value, origin }) => origin !== undefined || (value !== 'none' && value !== 'no limit'));
}

function place(origin: Origin | undefined, { paint, displayFile }: Paper): string {
  if (origin === undefined) return '';
  const text = describePlace(origin, displayFile);
  return origin.kind === 'user' && origin.source !== undefined ? `  ${paint('underline', text)}` : `  (${text})`;
}
