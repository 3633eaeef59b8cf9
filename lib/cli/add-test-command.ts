import type { Command } from 'commander';
import type { TestOptions } from './commands/test.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';

const testHelp = `
Everything else is handed on to the project's own Vitest: "meshwright test routes -t jason" runs "vitest run routes -t jason".
What stands behind -- is handed on whatever it is called.`;

/** Adds `meshwright test` to the command line. */
export function addTestCommand(root: Command, io: Io, end: (code: ExitCode) => void): void {
  root
    .command('test')
    .description("run the project's tests with its own Vitest")
    .argument('[args...]', 'what to hand on to Vitest')
    .option('--coverage', 'tell which routes, policies and edges the tests exercise', false)
    .option('--coverage-threshold <percent>', 'fail where they exercise less; tells the coverage too')
    .option('--json', 'print the result as JSON on stdout; what the tests print goes to stderr', false)
    .allowUnknownOption()
    .addHelpText('after', testHelp)
    .action(async (args: readonly string[], options: TestOptions) => {
      const { test } = await import('./commands/test.js');
      end(await test(args, options, io));
    });
}
