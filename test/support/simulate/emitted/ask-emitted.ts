import { setTimeout as sleep } from 'node:timers/promises';
import type { Echo } from '../../echo-server.js';
import { inParallel } from '../../in-parallel.js';
import type { RunningProcess } from '../../processes.js';
import type { WireRequest } from '../differential-case.js';
import { rawClient, type RawMessage } from '../raw-http.js';

/** A request to a listener of a proxy of ours. */
export interface EmittedQuestion {
  /** Name of the proxy that gets it first. */
  readonly proxy: string;
  readonly port: number;
  /** With its placeholders filled in. */
  readonly request: WireRequest;
}

/** What became of it. */
export interface EmittedAnswer {
  readonly response: RawMessage | undefined;
  readonly echo: Echo | undefined;
  /** Name of the route that the first proxy wrote into its access log; undefined for none. */
  readonly route: string | undefined;
}

/** Sends requests, and looks up what the proxies wrote of them. */
export async function askEmitted(
  questions: readonly EmittedQuestion[],
  process: (proxy: string) => RunningProcess,
): Promise<readonly EmittedAnswer[]> {
  const responses = await inParallel(questions.length, 8, async (index) => {
    const question = questions[index];
    return question === undefined ? undefined : ask(question, index);
  });
  const routes = new Map<string, ReadonlyMap<string, string | undefined>>();
  for (const proxy of new Set(questions.map((each) => each.proxy))) {
    const asked = questions.filter((each, index) => each.proxy === proxy && responses[index] !== undefined);
    routes.set(proxy, await routesOf(process(proxy), asked.length));
  }
  return questions.map(({ proxy }, index) => {
    const response = responses[index];
    return { response, echo: readEcho(response), route: routes.get(proxy)?.get(keyOf(index)) };
  });
}

function keyOf(index: number): string {
  return `question-${index}`;
}

async function ask({ port, request }: EmittedQuestion, index: number): Promise<RawMessage | undefined> {
  const { method, authority, path, headers } = request;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${authority}`,
    `user-agent: ${keyOf(index)}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(method === 'GET' ? [] : ['content-length: 0']),
  ];
  const client = rawClient(port);
  const response = await client.ask(`${lines.join('\r\n')}\r\n\r\n`, true);
  client.close();
  return response;
}

function readEcho(response: RawMessage | undefined): Echo | undefined {
  const isEcho = response?.headers.some(([name]) => name === 'x-instance') === true;
  return isEcho ? (JSON.parse(response.body) as Echo) : undefined;
}

/** A proxy's routes by the client's name; waits until that many requests are written down. */
async function routesOf(proxy: RunningProcess, expected: number): Promise<ReadonlyMap<string, string | undefined>> {
  for (let round = 0; ; round++) {
    const lines = proxy
      .output()
      .split('\n')
      .filter((line) => line.includes('"user_agent":"question-'));
    if (lines.length >= expected || round === 40) return new Map(lines.map(readLine));
    await sleep(25);
  }
}

function readLine(line: string): readonly [string, string | undefined] {
  const { user_agent: key, route } = JSON.parse(line) as { readonly user_agent: string; readonly route: string | null };
  return [key, route ?? undefined];
}
