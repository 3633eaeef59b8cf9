import { resolve } from 'node:path';
import type { RolloutStatus } from '../../controller/rollout-status.js';
import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { parseDuration } from '../parse-duration.js';
import type { ControllerOptions } from '../rollout/controller-options.js';
import { decisionLine } from '../rollout/decision-line.js';
import { openController } from '../rollout/open-controller.js';
import { revertPatch } from '../rollout/revert/revert-patch.js';
import { waitForOutcome, type AwaitedRollout, type WaitEnd } from '../rollout/wait-for-outcome.js';
import { writeNamedFile } from '../write-named-file.js';

/** What `meshwright rollout wait` takes. */
export interface RolloutWaitOptions extends ControllerOptions {
  /** How long at most. @default - for ever */
  readonly timeout?: string;
  /** Which revision, as `rollouts.json` names it. @default - what the program wants */
  readonly revision?: string;
  /** File for a patch that takes the canary out of the program, after a rollback. */
  readonly patch?: string;
  /** The program that the patch is for. */
  readonly program: string;
  readonly format: 'text' | 'json';
  readonly quiet: boolean;
}

const codes = {
  promoted: exitCode.ok,
  'rolled-back': exitCode.rolledBack,
  undecided: exitCode.undecided,
  timeout: exitCode.timedOut,
} as const satisfies Readonly<Record<WaitEnd['outcome'], ExitCode>>;

/** `meshwright rollout wait`: waits until a rollout has ended, and tells a pipeline by the exit code how. */
export async function rolloutWait(name: string, options: RolloutWaitOptions, io: Io): Promise<ExitCode> {
  const client = openController(options, io);
  const tell = (line: string): void => {
    if (!options.quiet) io.stderr.write(`${line}\n`);
  };
  const { outcome, status } = await waitForOutcome(client, awaitedRollout(name, options, { io, tell }), io);
  const patch = outcome === 'rolled-back' ? await writePatch(status, options, io) : undefined;
  const state = status?.state;
  if (options.format === 'json') {
    const { phase, plan, weight, reason } = state ?? {};
    const report = { rollout: name, outcome, revision: plan?.revision, phase, weight, reason };
    io.stdout.write(stableJson({ ...report, ...(patch === undefined ? {} : { patch }) }));
  } else io.stdout.write(`${name}: ${outcome}${state === undefined ? '' : `: ${state.reason.sentence}`}\n`);
  if (patch?.problem !== undefined) io.stderr.write(`no patch: ${patch.problem}\n`);
  else if (patch?.file !== undefined) tell(`patch: ${patch.file}`);
  return codes[outcome];
}

function awaitedRollout(
  name: string,
  { timeout, revision }: RolloutWaitOptions,
  { io, tell }: { readonly io: Io; readonly tell: (line: string) => void },
): AwaitedRollout {
  return {
    name,
    ...(revision === undefined ? {} : { revision }),
    untilMs: timeout === undefined ? Infinity : io.now() + parseDuration('--timeout', timeout),
    onDecision: (entry) => {
      tell(decisionLine(entry));
    },
    onTrouble: tell,
  };
}

/** Where the patch is, or why there is none. */
type WrittenPatch =
  { readonly file: string; readonly problem?: never } | { readonly file?: never; readonly problem: string };

async function writePatch(
  status: RolloutStatus | undefined,
  { patch: file, program }: RolloutWaitOptions,
  io: Io,
): Promise<WrittenPatch | undefined> {
  const state = status?.state;
  if (file === undefined || state === undefined) return undefined;
  // What is wanted still may have moved in the program since the rollout began.
  const { plan = state.plan } = status ?? {};
  const { origin } = plan.revision === state.plan.revision ? plan : state.plan;
  const made = await revertPatch({ ...state, plan: { ...state.plan, origin } }, program, io);
  if (made.kind === 'refused') return { problem: made.sentence };
  writeNamedFile({ path: resolve(io.workingDirectory, file), text: made.text, what: `"${file}"` });
  return { file };
}
