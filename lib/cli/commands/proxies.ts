import { messageOf } from '../../util/message-of.js';
import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { readInputFile } from '../read-input-file.js';
import type { AccessOptions } from '../registry/access-options.js';
import { allPages } from '../registry/all-pages.js';
import { answerOf } from '../registry/answer-of.js';
import { openClient } from '../registry/open-client.js';
import { renderTable } from '../registry/render-table.js';
import { UsageError } from '../usage-error.js';

/** `meshwright proxies list`: says how each proxy stands. */
export async function proxiesList(options: AccessOptions & { readonly group?: string }, io: Io): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const { group } = options;
  const proxies = await allPages((page) =>
    http.GET('/v1/proxies', { params: { query: { ...page, ...(group === undefined ? {} : { group }) } } }),
  );
  const table = (): string =>
    renderTable(
      ['NODE', 'STATUS', 'STREAMS', 'REFUSED'],
      proxies.map(({ nodeId, status, streams, types }) => [
        nodeId,
        status,
        String(streams),
        types.flatMap(({ refusal }) => refusal?.names ?? []).join(','),
      ]),
    );
  io.stdout.write(options.json ? stableJson(proxies) : table());
  return exitCode.ok;
}

/** `meshwright proxies get`: shows how a proxy stands, as JSON. */
export async function proxiesGet(nodeId: string, options: AccessOptions, io: Io): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const { data } = await answerOf(http.GET('/v1/proxies/{nodeId}', { params: { path: { nodeId } } }));
  io.stdout.write(stableJson(data));
  return exitCode.ok;
}

/** `meshwright proxies config`: prints what a proxy is to hold, in the form of Envoy's `/config_dump`. */
export async function proxiesConfig(nodeId: string, options: AccessOptions, io: Io): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const { data } = await answerOf(http.GET('/v1/proxies/{nodeId}/config', { params: { path: { nodeId } } }));
  io.stdout.write(stableJson(data));
  return exitCode.ok;
}

/**
 * `meshwright proxies drift`: says how what runs differs from what is served: by what the proxy accepted, or by the
 * `/config_dump` of its Envoy. Exit code 1 where it differs.
 */
export async function proxiesDrift(
  nodeId: string,
  file: string | undefined,
  options: AccessOptions,
  io: Io,
): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const params = { path: { nodeId } };
  const path = '/v1/proxies/{nodeId}/drift';
  const call = file === undefined ? http.GET(path, { params }) : http.POST(path, { params, body: readDump(file, io) });
  const { data } = await answerOf(call);
  if (data === undefined) return exitCode.ok;
  const lines = data.differences.flatMap(({ kind, type, name, fields = [], message }) => [
    `${kind} ${type} ${name}${message === undefined ? '' : `: ${message}`}`,
    ...fields.map((field) => `  ${field.path}: served ${field.served ?? '-'}, running ${field.running ?? '-'}`),
  ]);
  const summary = data.isInSync ? ['in sync'] : lines;
  io.stdout.write(options.json ? stableJson(data) : `${[...summary, ...(data.notes ?? [])].join('\n')}\n`);
  return data.isInSync ? exitCode.ok : exitCode.diagnostics;
}

function readDump(file: string, io: Io): { configs: Record<string, unknown>[] } {
  try {
    // The server checks it.
    return JSON.parse(readInputFile(file, io)) as { configs: Record<string, unknown>[] };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`"${file}" is not JSON: ${messageOf(error)}`, { cause: error });
  }
}
