import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { diagnosticCodes } from '../../lib/diagnostics/codes.js';
import { runSnippet } from '../support/run-snippet.js';

const folder = resolve(import.meta.dirname, '../../docs/diagnostics');

// What a diagnostic looks like that no mesh alone can show (a failed run, a full disk) is marked `no-run`, or not code.
const pages = Object.entries(diagnosticCodes).flatMap(([slug, { code }]) => {
  const text = readFileSync(resolve(folder, `${code}-${slug}.md`), 'utf8');
  const [example, fix] = ['Example', 'Fix'].map((heading) => snippetUnder(heading, text));
  return example === undefined ? [] : [{ slug, example, fix: fix ?? '' }];
});

function snippetUnder(heading: string, text: string): string | undefined {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  return /^```ts fragment\n(.*?)^```$/ms.exec(section ?? '')?.[1];
}

it.each(pages)('the example on the page of $slug gets that diagnostic and no other', ({ slug, example }) => {
  expect(new Set(runSnippet(example).map((diagnostic) => diagnostic.slug))).toEqual(new Set([slug]));
});

it.each(pages)('the fix on the page of $slug gets no diagnostic', ({ fix }) => {
  expect(fix).not.toBe('');
  expect(runSnippet(fix)).toEqual([]);
});
