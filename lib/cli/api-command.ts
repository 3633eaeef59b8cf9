import type { Command } from 'commander';

const environmentHelp = `
Environment:
  MESHWRIGHT_SERVER   URL of the mesh API
  MESHWRIGHT_TOKEN    token of the mesh API
  MESHWRIGHT_CA_FILE  authorities of its certificate`;

/** Adds a command that calls the mesh API: with the options of `AccessOptions`, but for `--json`. */
export function apiCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--server <url>', 'mesh API (default: MESHWRIGHT_SERVER, or http://127.0.0.1:15050)')
    .option('--token-file <file>', 'file with a token (default: MESHWRIGHT_TOKEN)')
    .option(
      '--ca-file <file>',
      "authorities of the server's certificate, PEM (default: MESHWRIGHT_CA_FILE, or the well-known ones)",
    )
    .addHelpText('after', environmentHelp);
}
