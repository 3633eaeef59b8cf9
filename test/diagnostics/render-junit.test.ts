import { DOMParser, type Element } from '@xmldom/xmldom';
import { expect, test } from 'vitest';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import { diagnosticCodes } from '../../lib/diagnostics/codes.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import { renderJunit } from '../../lib/diagnostics/render/junit.js';

const weights = createDiagnostic('route-weights', { message: 'the weights sum to 110, expected 100' });
const unreachable = createDiagnostic('route-unreachable', { message: 'route "y" is never reached' });
const suppressed: Diagnostic = {
  ...unreachable,
  suppression: { reason: 'paused until May', origin: { kind: 'user', constructPath: 'shop' } },
};

/** Reads a report with a parser that takes nothing amiss. */
function read(xml: string) {
  const onError = (level: string, message: string): void => {
    throw new Error(`${level}: ${message}`);
  };
  const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml');
  const [suite] = root.getElementsByTagName('testsuite');
  const cases = [...root.getElementsByTagName('testcase')].map((test) => ({
    name: test.getAttribute('name') ?? '',
    children: [...test.childNodes].filter(({ nodeType }) => nodeType === 1),
  }));
  const childOf = (code: string) => {
    const [child] = cases.find(({ name }) => name.startsWith(code))?.children ?? [];
    return child === undefined ? undefined : (child as Element);
  };
  const countOf = (name: string): number => Number(suite?.getAttribute(name));
  return {
    cases,
    childOf,
    counts: { tests: countOf('tests'), failures: countOf('failures'), skipped: countOf('skipped') },
  };
}

test('has one test for each code there is, whatever was found', () => {
  const names = Object.entries(diagnosticCodes).map(([slug, { code }]) => `${code} ${slug}`);
  for (const found of [[], [weights, unreachable]]) {
    expect(read(renderJunit(found, { name: 'shop' })).cases.map(({ name }) => name)).toEqual(names);
  }
});

test('fails the test of an error, with all that was found', () => {
  const { childOf, counts } = read(renderJunit([weights, { ...weights, message: 'and here too' }], { name: 'shop' }));
  const failure = childOf('MW2201');
  expect(failure?.tagName).toBe('failure');
  expect(failure?.getAttribute('message')).toBe('the weights sum to 110, expected 100 (and 1 more)');
  expect(failure?.textContent).toContain('and here too');
  expect(counts).toEqual({ tests: Object.keys(diagnosticCodes).length, failures: 1, skipped: 0 });
});

test('passes with a warning, and shows it', () => {
  const { childOf, counts } = read(renderJunit([unreachable], { name: 'shop' }));
  expect(childOf('MW2211')?.tagName).toBe('system-out');
  expect(childOf('MW2211')?.textContent).toContain('route "y" is never reached');
  expect(counts.failures).toBe(0);
});

test('fails with a warning where warnings are to fail', () => {
  const { childOf, counts } = read(renderJunit([unreachable], { name: 'shop', failOn: 'warning' }));
  expect(childOf('MW2211')?.tagName).toBe('failure');
  expect(counts.failures).toBe(1);
});

test('skips a test of which all findings are suppressed, and says why', () => {
  const { childOf, counts } = read(renderJunit([suppressed], { name: 'shop', failOn: 'info' }));
  expect(childOf('MW2211')?.getAttribute('message')).toBe('suppressed: paused until May');
  expect(counts).toMatchObject({ failures: 0, skipped: 1 });
});

test('keeps every character of a message that XML can hold, and loses no other part for the rest', () => {
  const message = `<a href="x">&amp; 'é' 𝒳 ]]>\ttab\nline`;
  const { childOf } = read(
    renderJunit([{ ...weights, message: `${message}\u0000\u001B\uD800\uFFFF.` }], { name: '"<&>"' }),
  );
  expect(childOf('MW2201')?.getAttribute('message')).toBe(`${message}????.`);
  expect(childOf('MW2201')?.textContent).toContain(`<a href="x">&amp; 'é' 𝒳 ]]>\ttab`);
});
