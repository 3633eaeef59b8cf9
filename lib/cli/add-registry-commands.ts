import { Option, type Command } from 'commander';
import type { ListOptions } from './commands/registry.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { AccessOptions } from './registry/access-options.js';
import type { InstanceOptions } from './registry/instance-options.js';

type End = (code: ExitCode) => void;

const environmentHelp = `
Environment:
  MESHWRIGHT_SERVER  URL of the mesh API
  MESHWRIGHT_TOKEN   token of the mesh API`;

const statuses = ['healthy', 'unhealthy', 'draining'];

/**
 * Adds `meshwright registry …` and `meshwright proxies …`, which call the mesh API of a server.
 *
 * @param end gets the exit code of the command that ran
 */
export function addRegistryCommands(root: Command, io: Io, end: End): void {
  const registry = root.command('registry').description('read and change the registry of a running server');
  addReads(registry, io, end);
  addInstanceWrites(registry, io, end);
  addOtherWrites(registry, io, end);
  addProxies(root.command('proxies').description('see the proxies of a running server'), io, end);
}

function addReads(registry: Command, io: Io, end: End): void {
  apiCommand(registry, 'services', 'list services').action(async (options: AccessOptions) => {
    const { registryServices } = await import('./commands/registry.js');
    end(await registryServices(options, io));
  });
  apiCommand(registry, 'list', 'list instances of a service, or of all')
    .argument('[service]')
    .option('--service-version <version>', 'only those of this version')
    .option('--region <region>', 'only those in this region')
    .option('--zone <zone>', 'only those in this zone')
    .addOption(new Option('--status <status>', 'only those of this status').choices(statuses))
    .option('--metadata <key=value>', 'only those that have it; may come more than once', collect, [])
    .action(async (service: string | undefined, options: ListOptions) => {
      const { registryList } = await import('./commands/registry.js');
      end(await registryList(service, options, io));
    });
  apiCommand(registry, 'get', 'show a service or an instance, as JSON')
    .argument('<service>')
    .argument('[id]')
    .action(async (service: string, id: string | undefined, options: AccessOptions) => {
      const { registryGet } = await import('./commands/registry.js');
      end(await registryGet(service, id, options, io));
    });
  apiCommand(registry, 'watch', 'print changes as they happen')
    .argument('[service...]')
    .action(async (services: readonly string[], options: AccessOptions) => {
      const { registryWatch } = await import('./commands/registry-watch.js');
      end(await registryWatch(services, options, io));
    });
}

function addInstanceWrites(registry: Command, io: Io, end: End): void {
  const described = (name: string, description: string): Command =>
    apiCommand(registry, name, description)
      .argument('<service>')
      .argument('<id>')
      .option('--address <ip>', 'IP address')
      .option('--port <name=number>', "port by the name of the service's port; may come more than once", collect, [])
      .option('--service-version <version>', "the service's version that it runs")
      .option('--region <region>', 'where it runs')
      .option('--zone <zone>', 'where it runs')
      .option('--weight <number>', 'share of requests against its siblings, 1 to 10000 (default: 100)')
      .option('--metadata <key=value>', 'note; may come more than once', collect, [])
      .option('--ttl <seconds>', 'it is removed when nobody has renewed it for so long')
      .option('--health-check <check>', 'http:<port name>/path, tcp:<port name> or grpc:<port name>')
      .addOption(new Option('--status <status>', 'how it is').choices(statuses));
  described('register', 'register an instance, or say anew what it is').action(
    async (service: string, id: string, options: AccessOptions & InstanceOptions) => {
      const { registryRegister } = await import('./commands/registry.js');
      end(await registryRegister(service, id, options, io));
    },
  );
  described('update', 'change an instance; what is not said stays').action(
    async (service: string, id: string, options: AccessOptions & InstanceOptions) => {
      const { registryUpdate } = await import('./commands/registry.js');
      end(await registryUpdate(service, id, options, io));
    },
  );
}

function addOtherWrites(registry: Command, io: Io, end: End): void {
  apiCommand(registry, 'renew', 'start the lease of an instance anew')
    .argument('<service>')
    .argument('<id>')
    .action(async (service: string, id: string, options: AccessOptions) => {
      const { registryRenew } = await import('./commands/registry.js');
      end(await registryRenew(service, id, options, io));
    });
  apiCommand(registry, 'drain', 'give an instance nothing new')
    .argument('<service>')
    .argument('<id>')
    .option('--seconds <seconds>', 'remove it after so long (default: it stays, draining)')
    .action(async (service: string, id: string, options: AccessOptions & { readonly seconds?: string }) => {
      const { registryDrain } = await import('./commands/registry.js');
      end(await registryDrain(service, id, options, io));
    });
  apiCommand(registry, 'remove', 'remove an instance at once, or a service that has none')
    .argument('<service>')
    .argument('[id]')
    .action(async (service: string, id: string | undefined, options: AccessOptions) => {
      const { registryRemove } = await import('./commands/registry.js');
      end(await registryRemove(service, id, options, io));
    });
}

function addProxies(proxies: Command, io: Io, end: End): void {
  apiCommand(proxies, 'list', 'say how each proxy stands')
    .option('--group <group>', 'only those of this group')
    .action(async (options: AccessOptions & { readonly group?: string }) => {
      const { proxiesList } = await import('./commands/proxies.js');
      end(await proxiesList(options, io));
    });
  apiCommand(proxies, 'get', 'show how a proxy stands, as JSON')
    .argument('<node>')
    .action(async (node: string, options: AccessOptions) => {
      const { proxiesGet } = await import('./commands/proxies.js');
      end(await proxiesGet(node, options, io));
    });
  apiCommand(proxies, 'config', "print what a proxy is to hold, as Envoy's /config_dump; for explain --config-dump")
    .argument('<node>')
    .action(async (node: string, options: AccessOptions) => {
      const { proxiesConfig } = await import('./commands/proxies.js');
      end(await proxiesConfig(node, options, io));
    });
  apiCommand(proxies, 'drift', 'say how what runs differs from what is served')
    .argument('<node>')
    .argument('[dump]', "file with the /config_dump of the proxy's Envoy (default: what it accepted)")
    .action(async (node: string, dump: string | undefined, options: AccessOptions) => {
      const { proxiesDrift } = await import('./commands/proxies.js');
      end(await proxiesDrift(node, dump, options, io));
    });
}

function apiCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--server <url>', 'mesh API (default: MESHWRIGHT_SERVER, or http://127.0.0.1:15050)')
    .option('--token-file <file>', 'file with a token (default: MESHWRIGHT_TOKEN)')
    .option('--json', 'print the answer as JSON', false)
    .addHelpText('after', environmentHelp);
}

/** Gathers an option that may come more than once. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
