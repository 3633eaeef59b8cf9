import type { components } from '../../mesh-api/client/generated.js';
import type { WatchEvent } from '../../mesh-api/client/watch-registry.js';
import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import type { AccessOptions } from '../registry/access-options.js';
import { openClient } from '../registry/open-client.js';
import { UsageError } from '../usage-error.js';

/** `meshwright registry watch`: prints a line for each change until it is stopped; with `--json` a JSON object a line. */
export async function registryWatch(services: readonly string[], options: AccessOptions, io: Io): Promise<ExitCode> {
  const { watch } = openClient(options, io);
  const { signal } = io;
  for await (const event of watch({ signal, ...(services.length === 0 ? {} : { services }) })) {
    if (event.kind === 'refused')
      throw new UsageError(event.problem?.detail ?? `the server answers ${String(event.status)}`);
    if (options.json) io.stdout.write(`${stableJson(event, 0)}\n`);
    else for (const line of linesOf(event)) io.stdout.write(`${line}\n`);
  }
  // It ends by the user's signal only: `main` ends the process by it.
  signal.throwIfAborted();
  return exitCode.ok;
}

function linesOf(event: Exclude<WatchEvent, { readonly kind: 'refused' }>): readonly string[] {
  switch (event.kind) {
    case 'snapshot': {
      const { services, instances } = event.snapshot;
      return [
        `${String(services.length)} services, ${String(instances.length)} instances`,
        ...instances.map(instanceLine),
      ];
    }
    case 'change':
      return [changeLine(event.change)];
    case 'backends':
      return event.backends.map(({ kind, staleReason }) => `${kind}: ${staleReason ?? 'live'}`);
    case 'broken':
      return [`connection lost: ${event.reason}`];
  }
}

function changeLine(change: components['schemas']['WatchChange']): string {
  switch (change.kind) {
    case 'service-put':
      return `${change.service.name}: service`;
    case 'service-removed':
      return `${change.name}: service removed`;
    case 'instance-put':
      return instanceLine(change.instance);
    case 'instance-removed':
      return `${change.service}/${change.id}: removed`;
  }
}

function instanceLine({ service, id, status, address, version, weight }: components['schemas']['Instance']): string {
  return `${service}/${id}: ${status}${version === undefined ? '' : `, ${version}`}, ${address}, weight ${String(weight)}`;
}
