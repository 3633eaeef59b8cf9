import { diagnosticCodes } from '../codes.js';
import type { Diagnostic, Severity } from '../diagnostic.js';
import { isAtLeast } from '../is-at-least.js';
import { renderText, type TextOptions } from './text.js';

/** How a JUnit report is made. */
export interface JunitOptions extends Pick<TextOptions, 'displayFile'> {
  /** What the suite is about, for example the names of the meshes. */
  readonly name: string;
  /** The least severity that fails a test. @default 'error' */
  readonly failOn?: Severity;
}

/**
 * Shows diagnostics to test reports, as JUnit XML: one test for each code that there is, so that tests have the same
 * names in every run. One that fails holds what was found; what does not fail it is in `system-out`. A test of which
 * all findings are suppressed is skipped, with the reasons.
 */
export function renderJunit(diagnostics: readonly Diagnostic[], options: JunitOptions): string {
  const { name, failOn = 'error' } = options;
  const cases = Object.entries(diagnosticCodes).map(([slug, { code }]) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    return { title: `${code} ${slug}`, ...outcomeOf(found, failOn, options) };
  });
  const count = (kind: Outcome['kind']): string => String(cases.filter((each) => each.kind === kind).length);
  const counts = attributes({
    tests: String(cases.length),
    failures: count('failure'),
    errors: '0',
    skipped: count('skipped'),
  });
  const lines = cases.map(({ title, xml }) => {
    const start = `    <testcase${attributes({ classname: `meshwright.${name}`, name: title, time: '0' })}`;
    return xml === '' ? `${start}/>` : `${start}>\n      ${xml}\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'meshwright' })}${counts}>`,
    `  <testsuite${attributes({ name })}${counts} time="0">`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

interface Outcome {
  readonly kind: 'failure' | 'skipped' | 'passed';
  /** What the test holds; empty: nothing. */
  readonly xml: string;
}

function outcomeOf(found: readonly Diagnostic[], failOn: Severity, options: JunitOptions): Outcome {
  const active = found.filter(({ suppression }) => suppression === undefined);
  const [first] = active;
  if (first === undefined) return suppressedOutcome(found);
  const text = renderText(active, options.displayFile === undefined ? {} : { displayFile: options.displayFile });
  if (!isAtLeast(first.severity, failOn)) return { kind: 'passed', xml: `<system-out>${escapeXml(text)}</system-out>` };
  const more = active.length === 1 ? '' : ` (and ${String(active.length - 1)} more)`;
  const details = attributes({ message: `${first.message}${more}`, type: first.severity });
  return { kind: 'failure', xml: `<failure${details}>${escapeXml(text)}</failure>` };
}

function suppressedOutcome(found: readonly Diagnostic[]): Outcome {
  if (found.length === 0) return { kind: 'passed', xml: '' };
  const reasons = [...new Set(found.flatMap(({ suppression }) => suppression?.reason ?? []))];
  return { kind: 'skipped', xml: `<skipped${attributes({ message: `suppressed: ${reasons.join('; ')}` })}/>` };
}

function attributes(valueByName: Readonly<Record<string, string>>): string {
  return Object.entries(valueByName)
    .map(
      ([name, value]) => ` ${name}="${escapeXml(value).replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`)}"`,
    )
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// XML 1.0 has no way at all to write these: control characters, lone surrogates, U+FFFE and U+FFFF.
const impossible = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escapeXml(text: string): string {
  return text.replace(impossible, '?').replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
