import { CommanderError, Option, type Command } from 'commander';
import type { Severity } from '../diagnostics/diagnostic.js';
import { addAskCommands } from './add-ask-commands.js';
import { addControllerCommand } from './add-controller-command.js';
import { addDiffCommand } from './add-diff-command.js';
import { addRegistryCommands } from './add-registry-commands.js';
import { addRolloutCommands } from './add-rollout-commands.js';
import { addServeCommand } from './add-serve-command.js';
import { addTestCommand } from './add-test-command.js';
import type { CheckOptions } from './commands/check.js';
import type { SynthOptions } from './commands/synth.js';
import type { UpOptions } from './commands/up.js';
import { createRootCommand } from './create-root-command.js';
import { exitCode, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { ProgramOptions } from './load-from-argument.js';
import { programHelp } from './program-help.js';
import { reportFormats } from './report-format.js';

const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

/**
 * Carries out a command line, without the names of Node and the script. Each command is loaded only when it is asked for.
 * Returns exit code 2 when the command line cannot be understood.
 */
export async function parseCommandLine(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const root = createRootCommand(io);
  const end = (ended: ExitCode): void => {
    code = ended;
  };

  addInit(root, io, end);
  programCommand(root, 'synth', 'compile a program and write its output')
    .option('-o, --output <folder>', 'output folder (default: what cdk8s.yaml says, or dist beside the program)')
    .action(async (program: string, options: SynthOptions) => {
      const { synth } = await import('./commands/synth.js');
      code = await synth(program, options, io);
    });

  programCommand(root, 'check', 'say what is wrong with a program; write no output')
    .addOption(new Option('--format <format>', 'print a report on stdout (text: none)').choices(reportFormats))
    .option('-o, --output <file>', 'write the report to a file and not to stdout')
    .addOption(new Option('--fail-on <severity>', 'what makes it fail').choices(severities).default('error'))
    .action(async (program: string, options: CheckOptions) => {
      const { check } = await import('./commands/check.js');
      code = await check(program, options, io);
    });

  programCommand(root, 'capacity', 'say how long requests take and how many the mesh can take, as declared').action(
    async (program: string, options: ProgramOptions) => {
      const { capacity } = await import('./commands/capacity.js');
      code = await capacity(program, options, io);
    },
  );

  programCommand(root, 'up', 'run the mesh on this machine, on real Envoys, and follow changes of the program')
    .option('--load [rate]', 'send requests to the gateways, so many a second (20 unless said)')
    .option('--path <path...>', 'paths to send them to (default: those that the routes of the gateways name)')
    .option('--for <seconds>', 'stop after this time (default: on Ctrl-C)')
    .option('--port <port>', 'loopback port of the first gateway (default: a free one)')
    .option('--mesh <name>', 'which mesh of the program to run (default: the only one)')
    .option('--prometheus <url>', "Prometheus that rollouts are decided by (default: the Envoys' own counters)")
    .option('--prometheus-targets <file>', 'write where its file_sd_configs finds the Envoys')
    .option('--assert', 'fail unless requests were split and failed as configured', false)
    .option('--verbose', 'show what workloads and Envoys print', false)
    .action(async (program: string, options: UpOptions) => {
      const { up } = await import('./commands/up.js');
      code = await up(program, options, io);
    });

  addServeCommand(root, io, end);
  addRegistryCommands(root, io, end);
  addControllerCommand(root, io, end);
  addRolloutCommands(root, io, end);
  addAskCommands(root, io, end);
  addDiffCommand(root, io, end);
  addTestCommand(root, io, end);

  try {
    await root.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
}

function addInit(root: Command, io: Io, end: (code: ExitCode) => void): void {
  root
    .command('init')
    .description('start a new project in an empty folder')
    .argument('[folder]', 'empty or new folder', '.')
    .option('-q, --quiet', 'print nothing', false)
    .action(async (folder: string, options: { readonly quiet: boolean }) => {
      const { init } = await import('./commands/init.js');
      end(init(folder, options, io));
    });
}

function programCommand(root: Command, name: string, description: string): Command {
  return root
    .command(name)
    .description(description)
    .argument('[program]', 'folder or file of the program', '.')
    .option('--json', 'print the result as JSON on stdout', false)
    .option('-q, --quiet', 'print nothing but diagnostics', false)
    .option('--no-type-check', 'do not check the types of the program')
    .addHelpText('after', programHelp);
}
