import { styleText } from 'node:util';
import { Command } from 'commander';
import type { Io } from './io.js';
import { ownPackage } from './own-package.js';
import { useColour } from './terminal/use-colour.js';

const exitCodeHelp = `
Exit codes:
  0   all is well
  1   the program has errors; they were reported, and no output was changed
  2   the command line is wrong
  70  a bug of meshwright`;

const environmentHelp = `
Environment:
  NO_COLOR, FORCE_COLOR  colours never, or always; without them, on a terminal only
  MESHWRIGHT_DEBUG       show whole stacks`;

/**
 * Makes the command `meshwright` without its subcommands: version, help, and where both are written. A wrong command line
 * throws a `CommanderError`.
 */
export function createRootCommand(io: Io): Command {
  return new Command('meshwright')
    .description('Compiles a service mesh declared in TypeScript to Envoy configuration and Kubernetes manifests.')
    .version(ownPackage().version, '-V, --version', 'print the version')
    .addHelpText('after', `${exitCodeHelp}\n${environmentHelp}`)
    .exitOverride()
    .showHelpAfterError('(add --help to see what can be said)')
    .configureHelp({ styleTitle: (title) => styleText('bold', title, { validateStream: false }) })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHasColors: () => useColour(io.stdout, io.env),
      getErrHasColors: () => useColour(io.stderr, io.env),
    });
}
