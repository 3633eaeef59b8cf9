import { Option, type Command } from 'commander';
import type { RolloutAction } from '../rollout/observation/rollout-command.js';
import type { RolloutSimulateOptions } from './commands/rollout-simulate.js';
import type { RolloutStatusOptions } from './commands/rollout-status.js';
import type { RolloutSteerOptions } from './commands/rollout-steer.js';
import type { RolloutWaitOptions } from './commands/rollout-wait.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { programHelp } from './program-help.js';
import type { ControllerOptions } from './rollout/controller-options.js';

type End = (code: ExitCode) => void;

/**
 * Adds `meshwright rollout …`: what rollouts would do, how they stand, and what people say to them.
 *
 * @param end gets the exit code of the command that ran
 */
export function addRolloutCommands(root: Command, io: Io, end: End): void {
  const rollout = root
    .command('rollout')
    .description('try rollouts before they run, see how they stand, and steer them');
  addSimulate(rollout, io, end);
  addReads(rollout, io, end);
  addWait(rollout, io, end);
  addSteers(rollout, io, end);
}

function addSimulate(rollout: Command, io: Io, end: End): void {
  rollout
    .command('simulate')
    .description('say how surely and how fast the criteria of rollouts find harm on their traffic')
    .argument('[program]', 'folder or file of the program', '.')
    .option('--rollout <name>', 'which rollout (default: all)')
    .option('--rps <number>', 'requests a second of the service (default: what the rollout declares)')
    .option(
      '--bad <percent>',
      'events that are bad when all is well, of all criteria or as criterion=percent; may come more than once',
      collect,
      [],
    )
    .option('--clump <number>', 'bad events that come together, on average')
    .option('--recorded <file>', 'traffic as it was counted, window by window, JSON')
    .option('--effect <points...>', 'excesses of bad events to try, in percentage points')
    .option('--seed <number>', 'the same one gives the same figures', '1')
    .option('--runs <number>', 'rollouts for each figure', '100')
    .option('--search-runs <number>', 'rollouts for each step of the search for what is found; 0: no search', '40')
    .addOption(
      new Option('--format <format>', 'form of the result on stdout').choices(['text', 'json']).default('text'),
    )
    .option('--chart <file>', 'draw it too: a file that ends in .svg or .html')
    .option('-q, --quiet', 'do not show what the program prints', false)
    .option('--no-type-check', 'do not check the types of the program')
    .addHelpText('after', programHelp)
    .action(async (program: string, options: RolloutSimulateOptions) => {
      const { rolloutSimulate } = await import('./commands/rollout-simulate.js');
      end(await rolloutSimulate(program, options, io));
    });
}

function addReads(rollout: Command, io: Io, end: End): void {
  controllerCommand(rollout, 'status', 'say how rollouts stand, or one with its evidence')
    .argument('[name]')
    .addOption(formatOption())
    .action(async (name: string | undefined, options: RolloutStatusOptions) => {
      const { rolloutStatus } = await import('./commands/rollout-status.js');
      end(await rolloutStatus(name, options, io));
    });
  controllerCommand(rollout, 'watch', 'show a rollout as it goes on, until it has ended')
    .argument('<name>')
    .action(async (name: string, options: ControllerOptions) => {
      const { rolloutWatch } = await import('./commands/rollout-watch.js');
      end(await rolloutWatch(name, options, io));
    });
  controllerCommand(rollout, 'history', 'print what was decided, and why')
    .argument('<name>')
    .addOption(formatOption())
    .action(async (name: string, options: RolloutStatusOptions) => {
      const { rolloutHistory } = await import('./commands/rollout-history.js');
      end(await rolloutHistory(name, options, io));
    });
}

const waitHelp = `
Exit codes of wait:
  0  promoted
  2  the command line is wrong, or the controller cannot be asked
  3  rolled back
  4  undecided: its time is over without proof, and somebody has to decide
  5  the time of --timeout is over, and the rollout goes on`;

function addWait(rollout: Command, io: Io, end: End): void {
  controllerCommand(rollout, 'wait', 'wait until a rollout has ended, for pipelines')
    .argument('<name>')
    .option('--timeout <time>', 'how long at most, such as 90s, 30m or 2h (default: for ever)')
    .option(
      '--revision <revision>',
      'which revision, as rollouts.json names it (default: what the controller is to roll out)',
    )
    .option('--patch <file>', 'after a rollback: write a patch for git that takes the canary out of the program')
    .option('--program <program>', 'folder or file of the program that the patch is for', '.')
    .addOption(formatOption())
    .option('-q, --quiet', 'print the result only', false)
    .addHelpText('after', waitHelp)
    .action(async (name: string, options: RolloutWaitOptions) => {
      const { rolloutWait } = await import('./commands/rollout-wait.js');
      end(await rolloutWait(name, options, io));
    });
}

const steers = {
  promote: 'promote a rollout as soon as it can be, without proof',
  abort: 'take a canary back at once',
  pause: 'let a rollout stand; harm still takes it back',
  resume: 'let a paused or held rollout go on',
  retry: 'begin again what was rolled back',
  approve: 'say yes to the gate that waits',
  amend: 'let a rollout that is under way go on by the present plan',
} as const satisfies Readonly<Record<RolloutAction, string>>;

function addSteers(rollout: Command, io: Io, end: End): void {
  for (const action of Object.keys(steers) as RolloutAction[])
    controllerCommand(rollout, action, steers[action])
      .argument('<name>')
      .option('--by <name>', 'who asks (default: the user of this machine)')
      .option('--id <id>', 'names what is asked: said twice by one id it is done once')
      .action(async (name: string, options: RolloutSteerOptions) => {
        const { rolloutSteer } = await import('./commands/rollout-steer.js');
        end(await rolloutSteer({ action, name }, options, io));
      });
}

const environmentHelp = `
Environment:
  MESHWRIGHT_CONTROLLER        URL of the controller
  MESHWRIGHT_CONTROLLER_TOKEN  its token`;

function controllerCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--controller <url>', 'controller (default: MESHWRIGHT_CONTROLLER, or http://127.0.0.1:15060)')
    .option('--token-file <file>', 'file with a token (default: MESHWRIGHT_CONTROLLER_TOKEN)')
    .addHelpText('after', environmentHelp);
}

function formatOption(): Option {
  return new Option('--format <format>', 'form of the result on stdout').choices(['text', 'json']).default('text');
}

/** Gathers an option that may come more than once. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
