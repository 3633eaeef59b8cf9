import type { ServiceArms } from '../../../ir/rollout/rollout.js';
import { scanSource, type ScannedSource } from './scan-source.js';

/** What is to go from a program. */
export interface RemovedCanary {
  readonly rollout: string;
  /** Where `new Rollout(` stands, both from 1. */
  readonly line: number;
  readonly column: number;
  readonly services: readonly ServiceArms[];
}

/** The program without it, or why it cannot be taken out without a mind. */
export type CanaryRemoval =
  { readonly kind: 'removed'; readonly text: string } | { readonly kind: 'refused'; readonly sentence: string };

interface Source extends ScannedSource {
  readonly text: string;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Why an edit is not safe. */
type Refusal = string;

/**
 * Takes a rollout, and the versions that were its canaries, out of the text of a program: what is left sends everything to the stable versions.
 * Edits only what it understands in full.
 */
export function removeCanary(text: string, removed: RemovedCanary): CanaryRemoval {
  const scanned = scanSource(text);
  if (scanned === undefined)
    return refused('its text has a template or a regular expression that is not safely told apart');
  const source = { ...scanned, text };
  const spans: Span[] = [];
  const statement = rolloutStatement(source, removed);
  if (typeof statement === 'string') return refused(statement);
  spans.push(wholeLines(source, statement));
  for (const arms of removed.services) {
    const version = versionProperty(source, arms);
    if (typeof version === 'string') return refused(version);
    spans.push(version);
  }
  const use = removed.services.map((arms) => otherUse(source, arms, spans)).find((each) => each !== undefined);
  if (use !== undefined) return refused(use);
  const rising = [...spans].sort((left, right) => left.from - right.from);
  let at = 0;
  let left = '';
  for (const { from, to } of rising) {
    left += text.slice(at, from);
    at = to;
  }
  return { kind: 'removed', text: left + text.slice(at) };
}

function refused(sentence: string): CanaryRemoval {
  return { kind: 'refused', sentence };
}

/** The statement `new Rollout(scope, 'name', …);` that stands for itself. */
function rolloutStatement({ code, closings, text }: Source, { rollout, line, column }: RemovedCanary): Span | Refusal {
  const from = placeOf(text, line, column);
  const opening = /^new\s+Rollout\s*\(/.exec(code.slice(from))?.[0].length;
  if (opening === undefined)
    return `line ${line} does not make a rollout with "new Rollout(": the program has changed since`;
  const open = from + opening - 1;
  const close = closings.get(open) ?? open;
  const name = literalArgument({ code, text }, open + 1, close);
  if (name !== rollout) return `the rollout on line ${line} is not named "${rollout}" by a literal`;
  const before = code.slice(0, from).trimEnd();
  if (before !== '' && !/[;{}]$/.test(before)) return `the rollout on line ${line} is part of a longer statement`;
  const after = /^[^\S\n]*(;|(?=\r?\n|$|\}))/.exec(code.slice(close + 1));
  if (after === null) return `the rollout on line ${line} is part of a longer statement`;
  return { from, to: close + 1 + after[0].length };
}

/** The property of the canary in `versions: { … }` of `new Service(scope, 'name', …)`, with its comma. */
function versionProperty(source: Source, { service, canary }: ServiceArms): Span | Refusal {
  const { code, closings, text } = source;
  const made = [...code.matchAll(/\bnew\s+Service\s*\(/g)].filter((match) => {
    const open = match.index + match[0].length - 1;
    return literalArgument(source, open + 1, closings.get(open) ?? open) === service;
  });
  const [only] = made;
  if (only === undefined || made.length > 1)
    return `its file does not make service "${service}" with "new Service(…, '${service}', …)" exactly once: take version "${canary}" out of it by hand`;
  const open = only.index + only[0].length - 1;
  const versions = [...code.slice(open, closings.get(open)).matchAll(/\bversions\s*:\s*\{/g)].filter(
    (match) => depthOf(code, open, open + match.index) === 2,
  );
  const [list] = versions;
  if (list === undefined || versions.length > 1)
    return `the versions of service "${service}" are not written down where it is made`;
  const start = open + list.index + list[0].length - 1;
  const end = closings.get(start) ?? start;
  const parts = partsOf(code, start + 1, end);
  const found = parts.filter(({ from, to }) => keyOf(text.slice(from, to)) === canary);
  const [property] = found;
  if (property === undefined || found.length > 1)
    return `version "${canary}" of service "${service}" is not written down where it is made`;
  if (parts.length < 2) return `version "${canary}" is the only one of service "${service}"`;
  return withComma(source, property, start);
}

/** Another mention of the canary by which the program would not compile any more. */
function otherUse(
  { code, text }: Source,
  { service, canary }: ServiceArms,
  spans: readonly Span[],
): Refusal | undefined {
  const quoted = new RegExp(`['"\`]${canary.replaceAll(/[^\w-]/g, '')}['"\`]`, 'g');
  for (const match of text.matchAll(quoted)) {
    const isRemoved = spans.some(({ from, to }) => match.index >= from && match.index < to);
    // In a comment, or the inside of another literal, nothing depends on it.
    if (isRemoved || !/['"`]/.test(code.charAt(match.index))) continue;
    const line = text.slice(0, match.index).split('\n').length;
    return `line ${line} names "${canary}" too, which may be the version of service "${service}"`;
  }
  return undefined;
}

/** The second argument of a call, where it is a text in quotes. */
function literalArgument({ code, text }: Pick<Source, 'code' | 'text'>, from: number, to: number): string | undefined {
  const second = partsOf(code, from, to)[1];
  return second === undefined ? undefined : /^(['"`])([^\\]*)\1$/.exec(text.slice(second.from, second.to))?.[2];
}

/** What stands between the commas of a list, without the space around it. */
function partsOf(code: string, from: number, to: number): readonly Span[] {
  const parts: Span[] = [];
  let start = from;
  let depth = 0;
  for (let at = from; at <= to; at++) {
    const each = code.charAt(at);
    if ('([{'.includes(each)) depth += 1;
    if (at < to && ')]}'.includes(each)) depth -= 1;
    if (at < to && (each !== ',' || depth > 0)) continue;
    const part = code.slice(start, at);
    const lead = part.length - part.trimStart().length;
    if (part.trim() !== '') parts.push({ from: start + lead, to: start + part.trimEnd().length });
    start = at + 1;
  }
  return parts;
}

function keyOf(property: string): string | undefined {
  const [, bare, quoted] = /^(?:([A-Za-z_$][\w$]*)|['"]([^'"\\]*)['"])\s*:/.exec(property) ?? [];
  return bare ?? quoted;
}

/** A property and one comma beside it: that behind it, or that before it for the last one; whole lines where they hold nothing else. */
function withComma(source: Source, { from, to }: Span, listStart: number): Span {
  const { code } = source;
  const behind = /^\s*,/.exec(code.slice(to));
  if (behind !== null) {
    const end = to + behind[0].length;
    const lines = wholeLines(source, { from, to: end });
    const space = lines.to > end ? 0 : (/^[^\S\n]+/.exec(code.slice(end))?.[0].length ?? 0);
    return lines.to > end ? lines : { from, to: end + space };
  }
  const before = /,\s*$/.exec(code.slice(listStart + 1, from));
  return before === null ? { from, to } : { from: listStart + 1 + before.index, to };
}

/** Takes in the rest of the lines, where it is blank. */
function wholeLines({ text }: Source, { from, to }: Span): Span {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const rest = /^[^\S\n]*(\n|$)/.exec(text.slice(to));
  return text.slice(start, from).trim() === '' && rest !== null
    ? { from: start, to: to + rest[0].length }
    : { from, to };
}

function depthOf(code: string, from: number, to: number): number {
  let depth = 0;
  for (const each of code.slice(from, to)) depth += '([{'.includes(each) ? 1 : ')]}'.includes(each) ? -1 : 0;
  return depth;
}

function placeOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let before = 1; before < line; before++) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  return at + column - 1;
}
