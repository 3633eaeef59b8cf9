import { Option, type Command } from 'commander';
import type { ControllerCommandOptions } from './controller/controller-options.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';

const environmentHelp = `
Environment:
  MESHWRIGHT_SERVER         URL of the mesh API
  MESHWRIGHT_TOKEN          token of the mesh API, of an operator
  MESHWRIGHT_WEBHOOK        the same as --webhook, seen by nobody who lists processes
  MESHWRIGHT_SLACK_WEBHOOK  the same as --slack`;

/**
 * Adds `meshwright controller`.
 *
 * @param end gets the exit code
 */
export function addControllerCommand(root: Command, io: Io, end: (code: ExitCode) => void): void {
  root
    .command('controller')
    .description('carry rollouts out: read counters, decide, and move weights')
    .option('--plans <file>', 'rollouts.json of a mesh, as synth writes it; it is read again when it changes')
    .option('--data <folder>', 'folder of what outlives the process', '.meshwright')
    .option('--redis <url>', 'keep that in Redis: several controllers may share it, and one leads')
    .option('--kubernetes <namespace>', 'plans, records and workloads are objects of this namespace')
    .addOption(
      new Option('--traffic <way>', 'with --kubernetes: who divides requests')
        .choices(['mesh-api', 'gateway-api', 'istio'])
        .default('mesh-api'),
    )
    .option(
      '--mesh-api <url...>',
      'all servers that proxies get their routes from (default: MESHWRIGHT_SERVER, or http://127.0.0.1:15050)',
    )
    .option('--mesh-api-token-file <file>', 'token of an operator there (default: MESHWRIGHT_TOKEN)')
    .option('--mesh-api-ca <file>', "authorities of the servers' certificates, PEM (default: the well-known ones)")
    .option('--prometheus <url>', 'where requests are counted')
    .option(
      '--prometheus-matchers <matchers>',
      'of all that is asked of it, such as namespace="shop": nothing may be counted twice',
    )
    .option('--scrape-interval <time>', 'how often it reads the proxies (default: at least once a window)')
    .option('--proxy-stats <url...>', 'admin or metrics URLs of all proxies, in place of a Prometheus')
    .option(
      '--api-address <ip>',
      'address that the API listens on; without tokens it takes commands on loopback only',
      '127.0.0.1',
    )
    .option('--api-port <port>', 'port of the API; 0: a free one', '15060')
    .option('--tokens <file>', 'whom the API lets in: a tokens.json as of serve (default: everybody)')
    .option('--webhook <url>', 'post notices there')
    .option('--slack <url>', "send notices to an incoming webhook of Slack, or of what takes Slack's messages")
    .option('-q, --quiet', 'print nothing', false)
    .addHelpText('after', environmentHelp)
    .action(async (options: ControllerCommandOptions) => {
      const { controller } = await import('./commands/controller.js');
      end(await controller(options, io));
    });
}
