import { Option, type Command } from 'commander';
import type { RolloutSimulateOptions } from './commands/rollout-simulate.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { programHelp } from './program-help.js';

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

/** Gathers an option that may come more than once. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
