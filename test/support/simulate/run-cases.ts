import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { freePorts } from '../free-port.js';
import { inParallel } from '../in-parallel.js';
import { startProcess } from '../processes.js';
import { caseListener } from './case-listener.js';
import { clusterNames, type DifferentialCase, type WireRequest } from './differential-case.js';
import { rawClient, type RawMessage } from './raw-http.js';
import { startRawUpstream } from './raw-upstream.js';

/** What real Envoy did with a request. */
export interface Observation {
  readonly port: number;
  /** Undefined where Envoy closed the connection without a word. */
  readonly response: RawMessage | undefined;
  readonly echo: (RawMessage & { readonly cluster: string }) | undefined;
  /** Name of the route, with that of its virtual host in it; `-` for none. */
  readonly route: string;
  readonly details: string;
}

/** Runs cases on one Envoy, each on a listener of its own. Undefined for a case that Envoy refuses to configure. */
export async function runCases(
  envoy: string,
  folder: string,
  cases: readonly DifferentialCase[],
): Promise<readonly (readonly Observation[] | undefined)[]> {
  mkdirSync(folder, { recursive: true });
  const logPath = join(folder, 'access.log');
  const upstreams = await Promise.all(clusterNames.map((name) => startRawUpstream(name)));
  const [adminPort = 0, ...ports] = await freePorts(cases.length + 1);
  const listeners = cases.map((each, index) =>
    caseListener(each, { name: `l${index}`, port: ports[index] ?? 0, logPath }),
  );
  writeFileSync(
    join(folder, 'lds.new'),
    JSON.stringify({
      resources: listeners.map((each) => ({
        '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener',
        ...each,
      })),
    }),
  );
  renameSync(join(folder, 'lds.new'), join(folder, 'lds.json'));
  writeFileSync(
    join(folder, 'bootstrap.json'),
    JSON.stringify(
      bootstrap(
        folder,
        adminPort,
        upstreams.map(({ port }) => port),
      ),
    ),
  );
  const admin = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${adminPort}${path}`)).text();
  const running = await startProcess({
    command: envoy,
    args: [
      '-c',
      join(folder, 'bootstrap.json'),
      '--use-dynamic-base-id',
      '--concurrency',
      '1',
      '--log-level',
      'error',
      '--file-flush-interval-msec',
      '20',
    ],
    isReady: async () => (await admin('/ready')).startsWith('LIVE'),
    readyTimeoutMs: 60_000,
  });
  const active = new Set((await admin('/listeners')).split('\n').map((line) => line.split('::')[0]));
  const answers = await inParallel(cases.length, 8, async (index) =>
    active.has(`l${index}`) ? askAll(cases[index]?.requests ?? [], ports[index] ?? 0, index) : undefined,
  );
  const expected = answers.reduce((sum, each) => sum + (each?.length ?? 0), 0);
  const log = expected === 0 ? new Map<string, readonly string[]>() : await readLog(logPath, expected);
  await running.stop();
  for (const { close } of upstreams) close();
  return answers.map((each, index) =>
    each?.map((response, at): Observation => {
      const [route = '?', details = '?'] = log.get(`${index}.${at}`) ?? [];
      return { port: ports[index] ?? 0, response, echo: readEcho(response), route, details };
    }),
  );
}

async function askAll(
  requests: readonly WireRequest[],
  port: number,
  index: number,
): Promise<(RawMessage | undefined)[]> {
  const client = rawClient(port);
  const answers: (RawMessage | undefined)[] = [];
  for (const [at, { method, authority, path, headers }] of requests.entries()) {
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `Host: ${authority.replace('{port}', String(port))}`,
      `x-case: ${index}.${at}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(['POST', 'PUT', 'PATCH'].includes(method) ? ['content-length: 0'] : []),
    ];
    answers.push(await client.ask(`${lines.join('\r\n')}\r\n\r\n`, method !== 'HEAD'));
  }
  client.close();
  return answers;
}

function readEcho(response: RawMessage | undefined): Observation['echo'] {
  const text = response?.headers.find(([name]) => name === 'x-echo')?.[1];
  return text === undefined ? undefined : (JSON.parse(Buffer.from(text, 'base64').toString()) as Observation['echo']);
}

/** The access log by request; waits until Envoy has written it out. */
async function readLog(path: string, expected: number): Promise<ReadonlyMap<string, readonly string[]>> {
  for (let round = 0; ; round++) {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    if (lines.length >= expected || round === 100)
      return new Map(lines.map((line) => line.split('\t')).map(([key = '', ...rest]) => [key, rest]));
    await sleep(50);
  }
}

function bootstrap(folder: string, adminPort: number, upstreamPorts: readonly number[]): Bootstrap {
  return {
    node: { id: 'differential', cluster: 'differential' },
    admin: { address: { socket_address: { address: '127.0.0.1', port_value: adminPort } } },
    dynamic_resources: {
      lds_config: { resource_api_version: 'V3', path_config_source: { path: join(folder, 'lds.json') } },
    },
    static_resources: {
      clusters: upstreamPorts.map((port, index) => ({
        name: clusterNames[index] ?? '',
        type: 'STATIC',
        load_assignment: {
          cluster_name: clusterNames[index] ?? '',
          endpoints: [
            {
              lb_endpoints: [{ endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } } }],
            },
          ],
        },
      })),
    },
  };
}
