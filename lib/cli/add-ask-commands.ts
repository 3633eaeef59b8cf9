import type { Command } from 'commander';
import type { ExplainOptions } from './commands/explain.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { AskOptions } from './load-simulated.js';
import { programHelp } from './program-help.js';

/**
 * Adds the commands that ask a mesh a question and print the answer.
 *
 * @param end gets the exit code of the command that ran
 */
export function addAskCommands(root: Command, io: Io, end: (code: ExitCode) => void): void {
  askCommand('explain', 'tell the way of a request through the mesh, with the source of every decision')
    .argument('<request...>', '[METHOD] URL; a path where the gateway or --to says the rest')
    .option('--from <name>', 'service or gateway that sends it (default: the only gateway)')
    .option('--to <service[:port]>', "callee and name of its port, instead of the URL's host")
    .option('-H, --header <name: value>', 'header of the request; may come more than once', collect, [])
    .option('--source <ip>', 'IP address of the client')
    .option('--mermaid', 'print a Mermaid flowchart', false)
    .option('--config-dump <file>', 'ask the /config_dump of any Envoy; may come more than once', collect, [])
    .option('--listener <name|port>', 'with --config-dump: the listener that takes the request')
    .option('--eds <file>', 'with --config-dump: endpoints that the dump came without')
    .action(async (words: readonly string[], options: ExplainOptions) => {
      const { explain } = await import('./commands/explain.js');
      end(await explain(words, options, io));
    });

  askCommand('who-can-reach', 'say whose requests can end at a service, by which routes')
    .argument('<service>', 'service or external service')
    .argument('[request...]', 'METHOD PATH: count only these requests, as its callers send them')
    .action(async (service: string, request: readonly string[], options: AskOptions) => {
      const { whoCanReach } = await import('./commands/who-can-reach.js');
      end(await whoCanReach(service, request, options, io));
    });

  askCommand('reach', 'say where requests of a service or gateway can end, by which routes')
    .argument('<sender>', 'service or gateway')
    .action(async (sender: string, options: AskOptions) => {
      const { reach } = await import('./commands/reach.js');
      end(await reach(sender, options, io));
    });

  function askCommand(name: string, description: string): Command {
    return root
      .command(name)
      .description(description)
      .option('--program <program>', 'folder or file of the program', '.')
      .option('--ir <file>', 'ask a compiled mesh (ir.json) and run no program')
      .option('--mesh <name>', 'which mesh of the program to ask (default: the only one)')
      .option('--json', 'print the answer as JSON', false)
      .option('-q, --quiet', 'do not show what the program prints', false)
      .option('--no-type-check', 'do not check the types of the program')
      .addHelpText('after', programHelp);
  }
}

/** Gathers an option that may come more than once. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
