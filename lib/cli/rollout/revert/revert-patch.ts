import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { RolloutState } from '../../../rollout/decide/rollout-state.js';
import type { Io } from '../../io.js';
import { findUpwards } from '../../program/find-upwards.js';
import { runGit } from '../../revision/run-git.js';
import { removeCanary } from './remove-canary.js';

/** A patch, or why there is none. */
export type RevertPatch =
  { readonly kind: 'patch'; readonly text: string } | { readonly kind: 'refused'; readonly sentence: string };

/**
 * Writes a patch that takes a rollout and its canaries out of the program, after it was rolled back: for `git am`, with a message that says
 * why, or `git apply`. It names files from the top of their repository. What cannot be edited safely is refused with a reason.
 *
 * @param program folder or file of the program, relative to the working directory
 */
export async function revertPatch({ plan, reason, at }: RolloutState, program: string, io: Io): Promise<RevertPatch> {
  const { subject, origin, name } = plan;
  if (subject.kind !== 'versions') return refused('the rollout is of no version, so there is none to take back');
  if (origin.source === undefined) return refused('it is not known where in the program the rollout is made');
  const { source } = origin;
  const start = resolve(io.workingDirectory, program);
  const folder = isFolder(start) ? start : dirname(start);
  const project = findUpwards(folder, 'package.json') ?? folder;
  const file = join(project, source.file);
  let before: string;
  try {
    before = readFileSync(file, 'utf8');
  } catch {
    return refused(`"${source.file}", where the rollout is made, is not below ${project} (see --program)`);
  }
  const { line, column } = source;
  const after = removeCanary(before, { rollout: name, line, column, services: subject.services });
  if (after.kind === 'refused') return refused(`${source.file}: ${after.sentence}`);
  const top = await runGit(['rev-parse', '--show-toplevel'], { ...io, directory: dirname(file) });
  const root = top.isOk ? top.stdout : project;
  const path = relative(realpathSync(root), realpathSync(file)).split(sep).join('/');
  const diff = await diffOf(path, { before, after: after.text }, io);
  if (typeof diff !== 'string') return diff;
  const message = { subject: `Take back rollout ${name}`, body: reason.sentence, revision: plan.revision, atMs: at };
  return { kind: 'patch', text: `${headOf(message)}---\n${diff}` };
}

/** The difference as git writes it. */
async function diffOf(
  path: string,
  { before, after }: { readonly before: string; readonly after: string },
  io: Io,
): Promise<string | RevertPatch> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-patch-'));
  try {
    for (const [side, text] of Object.entries({ a: before, b: after })) {
      mkdirSync(dirname(join(folder, side, path)), { recursive: true });
      writeFileSync(join(folder, side, path), text);
    }
    const plain = ['--no-index', '--no-ext-diff', '--no-textconv', '--no-color', '--src-prefix=', '--dst-prefix='];
    const settings = ['-c', 'core.autocrlf=false', '-c', 'core.quotePath=false'];
    const run = await runGit([...settings, 'diff', ...plain, '--output=patch', `a/${path}`, `b/${path}`], {
      ...io,
      directory: folder,
    });
    // It ends with 1 for what differs, and says nothing then.
    return run.reason === '' ? readFileSync(join(folder, 'patch'), 'utf8') : refused(`git says: ${run.reason}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface CommitMessage {
  readonly subject: string;
  readonly body: string;
  readonly revision: string;
  readonly atMs: number;
}

/** The head of a patch as `git format-patch` writes it. A sentence may quote what a proxy said: it stays one line. */
function headOf({ subject, body, revision, atMs }: CommitMessage): string {
  const line = body.replaceAll(/[\p{C}\s]+/gu, ' ').replace(/^(---|diff|From )/, '> $1');
  return `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001
From: Meshwright <meshwright@localhost>
Date: ${new Date(atMs).toUTCString()}
Subject: [PATCH] ${subject}

${line}

Revision: ${revision}
`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function refused(sentence: string): RevertPatch {
  return { kind: 'refused', sentence };
}
