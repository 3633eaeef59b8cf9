import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificateAuthority } from '../certificates.js';
import { freePorts } from '../free-port.js';
import { inParallel } from '../in-parallel.js';
import { caseListener } from './case-listener.js';
import { clusterNames, type DifferentialCase } from './differential-case.js';
import { rawClient, type RawMessage } from './raw-http.js';
import { startRawUpstream, type EchoedRequest } from './raw-upstream.js';
import { startDifferentialEnvoy } from './start-differential-envoy.js';

/** What real Envoy did with a request. */
export interface Observation {
  readonly port: number;
  /** Undefined where Envoy closed the connection without a word. */
  readonly response: RawMessage | undefined;
  readonly echo: EchoedRequest | undefined;
  /** All that came to the servers behind Envoy: tries and mirrored copies. */
  readonly received: readonly EchoedRequest[];
  /** Name of the route, with that of its virtual host in it; `-` for none. */
  readonly route: string;
  readonly details: string;
  /** How often a cluster was asked. */
  readonly tries: number;
}

/** Runs cases on one Envoy, each on a listener of its own. Undefined for a case that Envoy refuses to configure. */
export async function runCases(
  envoy: string,
  folder: string,
  cases: readonly DifferentialCase[],
): Promise<readonly (readonly Observation[] | undefined)[]> {
  const logPath = join(folder, 'access.log');
  const receivedByCase = new Map<string, EchoedRequest[]>();
  const receive = (request: EchoedRequest): void => {
    const key = request.headers.find(([name]) => name === 'x-case')?.[1] ?? '';
    receivedByCase.set(key, [...(receivedByCase.get(key) ?? []), request]);
  };
  const upstreams = await Promise.all(clusterNames.map((name) => startRawUpstream(name, receive)));
  const ports = await freePorts(cases.length);
  mkdirSync(folder, { recursive: true });
  const issued = makeCertificateAuthority(folder, 'tests').issue('a.com');
  const identity = { key: issued.key.toString(), cert: issued.cert.toString() };
  const listeners = cases.map((each, index) =>
    caseListener(each, { name: `l${index}`, port: ports[index] ?? 0, logPath, identity }),
  );
  const portByCluster = Object.fromEntries(clusterNames.map((name, index) => [name, upstreams[index]?.port ?? 0]));
  const running = await startDifferentialEnvoy({ envoy, folder, listeners, portByCluster, logPath });
  const answers = await inParallel(cases.length, 8, async (index) =>
    running.active.has(`l${index}`) ? askAll(cases[index], ports[index] ?? 0, index) : undefined,
  );
  const expected = answers.reduce((sum, each) => sum + (each?.length ?? 0), 0);
  const log = await running.readLog(expected);
  await running.settle();
  await running.stop();
  for (const { close } of upstreams) close();
  return answers.map((each, index) =>
    each?.map((response, at): Observation => {
      const [route = '?', details = '?', tries = '0'] = log.get(`${index}.${at}`) ?? [];
      const received = receivedByCase.get(`${index}.${at}`) ?? [];
      const echo = readEcho(response);
      return { port: ports[index] ?? 0, response, echo, received, route, details, tries: Number(tries) };
    }),
  );
}

async function askAll(
  each: DifferentialCase | undefined,
  port: number,
  index: number,
): Promise<(RawMessage | undefined)[]> {
  const client = rawClient(port, each?.scheme);
  const answers: (RawMessage | undefined)[] = [];
  for (const [at, { method, authority, path, headers }] of (each?.requests ?? []).entries()) {
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
