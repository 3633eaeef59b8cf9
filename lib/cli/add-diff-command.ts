import { Option, type Command } from 'commander';
import type { DiffOptions } from './commands/diff.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { failConditions } from './revision/fail-condition.js';

const revisionHelp = `
A REVISION is a commit, branch or tag of git, in which the program is run; or an ir.json; or a folder that "synth"
wrote; or the folder of a program.`;

/** Adds `meshwright diff` to the command line. */
export function addDiffCommand(root: Command, io: Io, end: (code: ExitCode) => void): void {
  root
    .command('diff')
    .description('say which requests get something else in another revision')
    .argument('<before>', 'the older revision')
    .argument('[after]', 'the newer revision (default: the program as it is now)')
    .option('--program <program>', 'folder or file of the program', '.')
    .addOption(new Option('--fail-on <changes>', 'which changes make it fail').choices(failConditions))
    .option('--weights <file>', 'how many requests there are, to say which share of them a change is for')
    .option('--json', 'print the result as JSON on stdout', false)
    .option('--markdown', 'print the result as Markdown, for a pull request', false)
    .option('-q, --quiet', 'print nothing but the result', false)
    .option('--no-type-check', 'do not check the types of the program')
    .addHelpText('after', revisionHelp)
    .action(async (before: string, after: string | undefined, options: DiffOptions) => {
      const { diff } = await import('./commands/diff.js');
      end(await diff([before, after], options, io));
    });
}
