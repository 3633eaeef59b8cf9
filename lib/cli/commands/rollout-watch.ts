import { setTimeout } from 'node:timers/promises';
import type { RolloutStatus } from '../../controller/rollout-status.js';
import { createPaint } from '../../local-runtime/view/paint.js';
import { createScreen } from '../../local-runtime/view/screen.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { ControllerOptions } from '../rollout/controller-options.js';
import { decisionLine } from '../rollout/decision-line.js';
import { openController, type ControllerClient, type RolloutEvent } from '../rollout/open-controller.js';
import { renderRollout } from '../rollout/render-rollout.js';
import { useColour } from '../terminal/use-colour.js';
import { UsageError } from '../usage-error.js';

/** How the view shows what comes. */
interface View {
  readonly show: (status: RolloutStatus) => void;
  readonly say: (line: string) => void;
  readonly clear: () => void;
}

const pauseMs = 1000;

/**
 * `meshwright rollout watch`: a picture of a rollout that is drawn anew as it changes, until it has ended or is stopped; a line for each decision
 * where stdout is no terminal. A controller that goes away on the way is waited for.
 */
export async function rolloutWatch(name: string, options: ControllerOptions, io: Io): Promise<ExitCode> {
  const client = openController(options, io);
  // So that a wrong name, or no controller, is said at once.
  const first = await client.get(name);
  const view = createView(first, io);
  try {
    await follow({ client, name, first, view }, io);
  } finally {
    view.clear();
  }
  return exitCode.ok;
}

interface Followed {
  readonly client: ControllerClient;
  readonly name: string;
  readonly first: RolloutStatus;
  readonly view: View;
}

async function follow({ client, name, first, view }: Followed, io: Io): Promise<void> {
  let status = first;
  view.show(status);
  while (!isOver(status)) {
    try {
      for await (const event of client.events(name, status.log.at(-1)?.number)) {
        if (event.kind === 'gone') {
          view.say('the controller knows the rollout no more');
          return;
        }
        status = withEvent(status, event);
        // Decisions come before the status that follows from them.
        if (event.kind === 'status') view.show(status);
        if (isOver(status)) return;
      }
    } catch (error) {
      io.signal.throwIfAborted();
      // The connection broke, or the controller is away.
      if (!(error instanceof UsageError) && !(error instanceof TypeError)) throw error;
      view.say(`connection lost: ${error.message}`);
    }
    await setTimeout(pauseMs, undefined, { signal: io.signal });
  }
}

function withEvent(status: RolloutStatus, event: Exclude<RolloutEvent, { readonly kind: 'gone' }>): RolloutStatus {
  if (event.kind === 'status') return { ...event.status, log: status.log };
  return { ...status, log: [...status.log, event.entry] };
}

/** Whether nothing more comes of it until somebody wants something else. */
function isOver({ state, plan }: RolloutStatus): boolean {
  if (state === undefined || (plan !== undefined && plan.revision !== state.plan.revision)) return false;
  return state.phase === 'promoted' || state.phase === 'rolled-back';
}

function createView(first: RolloutStatus, io: Io): View {
  const isTerminal = io.stdout.isTTY === true && io.env['TERM'] !== 'dumb';
  const screen = createScreen(io.stdout, { isTerminal });
  const paint = createPaint({ colour: useColour(io.stdout, io.env) });
  let told = first.log.at(-6)?.number ?? 0;
  let last = first;
  const show = (status: RolloutStatus): void => {
    last = status;
    if (isTerminal) {
      screen.draw(renderRollout(status, paint));
      return;
    }
    for (const entry of status.log.filter(({ number }) => number > told)) {
      screen.print(decisionLine(entry));
      told = entry.number;
    }
  };
  return {
    show,
    say: screen.print,
    // What was seen last stays to be read.
    clear: () => {
      screen.clear();
      if (isTerminal) screen.print(renderRollout(last, paint).join('\n'));
    },
  };
}
