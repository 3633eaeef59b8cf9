import { Option, type Command } from 'commander';
import { addCertificateCommands } from './add-certificate-commands.js';
import { apiCommand } from './api-command.js';
import type { ListOptions } from './commands/registry.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { AccessOptions } from './registry/access-options.js';
import type { InstanceOptions } from './registry/instance-options.js';

type End = (code: ExitCode) => void;

const statuses = ['healthy', 'unhealthy', 'draining'];

/**
 * Adds `meshwright registry …`, `meshwright proxies …` and `meshwright certificates …`, which call the mesh API of a server.
 *
 * @param end gets the exit code of the command that ran
 */
export function addRegistryCommands(root: Command, io: Io, end: End): void {
  const registry = root.command('registry').description('read and change the registry of a running server');
  addReads(registry, io, end);
  addInstanceWrites(registry, io, end);
  addOtherWrites(registry, io, end);
  addProxies(root.command('proxies').description('see the proxies of a running server'), io, end);
  addCertificateCommands(root, io, end);
}

function addReads(registry: Command, io: Io, end: End): void {
  jsonCommand(registry, 'services', 'list services').action(async (options: AccessOptions) => {
    const { registryServices } = await import('./commands/registry.js');
    end(await registryServices(options, io));
  });
  jsonCommand(registry, 'list', 'list instances of a service, or of all')
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
  jsonCommand(registry, 'get', 'show a service or an instance, as JSON')
    .argument('<service>')
    .argument('[id]')
    .action(async (service: string, id: string | undefined, options: AccessOptions) => {
      const { registryGet } = await import('./commands/registry.js');
      end(await registryGet(service, id, options, io));
    });
  jsonCommand(registry, 'watch', 'print changes as they happen')
    .argument('[service...]')
    .action(async (services: readonly string[], options: AccessOptions) => {
      const { registryWatch } = await import('./commands/registry-watch.js');
      end(await registryWatch(services, options, io));
    });
}

function addInstanceWrites(registry: Command, io: Io, end: End): void {
  const described = (name: string, description: string): Command =>
    jsonCommand(registry, name, description)
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
  jsonCommand(registry, 'renew', 'start the lease of an instance anew')
    .argument('<service>')
    .argument('<id>')
    .action(async (service: string, id: string, options: AccessOptions) => {
      const { registryRenew } = await import('./commands/registry.js');
      end(await registryRenew(service, id, options, io));
    });
  jsonCommand(registry, 'drain', 'give an instance nothing new')
    .argument('<service>')
    .argument('<id>')
    .option('--seconds <seconds>', 'remove it after so long (default: it stays, draining)')
    .action(async (service: string, id: string, options: AccessOptions & { readonly seconds?: string }) => {
      const { registryDrain } = await import('./commands/registry.js');
      end(await registryDrain(service, id, options, io));
    });
  jsonCommand(registry, 'remove', 'remove an instance at once, or a service that has none')
    .argument('<service>')
    .argument('[id]')
    .action(async (service: string, id: string | undefined, options: AccessOptions) => {
      const { registryRemove } = await import('./commands/registry.js');
      end(await registryRemove(service, id, options, io));
    });
}

function addProxies(proxies: Command, io: Io, end: End): void {
  jsonCommand(proxies, 'list', 'say how each proxy stands')
    .option('--group <group>', 'only those of this group')
    .action(async (options: AccessOptions & { readonly group?: string }) => {
      const { proxiesList } = await import('./commands/proxies.js');
      end(await proxiesList(options, io));
    });
  jsonCommand(proxies, 'get', 'show how a proxy stands, as JSON')
    .argument('<node>')
    .action(async (node: string, options: AccessOptions) => {
      const { proxiesGet } = await import('./commands/proxies.js');
      end(await proxiesGet(node, options, io));
    });
  jsonCommand(proxies, 'config', "print what a proxy is to hold, as Envoy's /config_dump; for explain --config-dump")
    .argument('<node>')
    .action(async (node: string, options: AccessOptions) => {
      const { proxiesConfig } = await import('./commands/proxies.js');
      end(await proxiesConfig(node, options, io));
    });
  jsonCommand(proxies, 'drift', 'say how what runs differs from what is served')
    .argument('<node>')
    .argument('[dump]', "file with the /config_dump of the proxy's Envoy (default: what it accepted)")
    .action(async (node: string, dump: string | undefined, options: AccessOptions) => {
      const { proxiesDrift } = await import('./commands/proxies.js');
      end(await proxiesDrift(node, dump, options, io));
    });
}

function jsonCommand(parent: Command, name: string, description: string): Command {
  return apiCommand(parent, name, description).option('--json', 'print the answer as JSON', false);
}

/** Gathers an option that may come more than once. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
