import { defaultApiPort } from '../../controller/api/default-api-port.js';
import type { DecisionEntry } from '../../controller/record/decision-entry.js';
import type { RolloutStatus } from '../../controller/rollout-status.js';
import { readSse } from '../../mesh-api/client/read-sse.js';
import type { RolloutCommand } from '../../rollout/observation/rollout-command.js';
import { fetchProblem } from '../../util/fetch-problem.js';
import type { Io } from '../io.js';
import { readInputFile } from '../read-input-file.js';
import { UsageError } from '../usage-error.js';
import type { ControllerOptions } from './controller-options.js';

/** What a stream of a rollout tells. */
export type RolloutEvent =
  | { readonly kind: 'status'; readonly status: Omit<RolloutStatus, 'log'> }
  | { readonly kind: 'decision'; readonly entry: DecisionEntry }
  /** The controller forgot the rollout. */
  | { readonly kind: 'gone' };

/** Calls of a controller. What it refuses, and a controller that cannot be reached, end the command with a usage error. */
export interface ControllerClient {
  readonly url: string;
  readonly list: () => Promise<readonly Omit<RolloutStatus, 'log'>[]>;
  readonly get: (name: string) => Promise<RolloutStatus>;
  /** Undefined where the controller knows no such rollout. */
  readonly find: (name: string) => Promise<RolloutStatus | undefined>;
  readonly command: (name: string, command: RolloutCommand) => Promise<void>;
  /** Ends when the connection does. */
  readonly events: (name: string, lastDecision?: number) => AsyncGenerator<RolloutEvent, void>;
}

const defaultController = `http://127.0.0.1:${defaultApiPort}`;

/** Makes the client of the controller that the command line and the environment name. */
export function openController(options: ControllerOptions, io: Io): ControllerClient {
  const url = (options.controller ?? io.env['MESHWRIGHT_CONTROLLER'] ?? defaultController).replace(/\/$/, '');
  if (!/^https?:\/\/[^/?#\s]+$/.test(url))
    throw new UsageError(`--controller takes a URL such as ${defaultController}, not "${url}"`);
  const token = tokenOf(options, io);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    try {
      const all = { ...headers, ...(init.headers as Readonly<Record<string, string>> | undefined) };
      return await fetch(`${url}/v1/rollouts${path}`, { ...init, headers: all, signal: io.signal });
    } catch (error) {
      io.signal.throwIfAborted();
      throw unreachable(url, error);
    }
  };
  const find = async (name: string): Promise<RolloutStatus | undefined> => {
    const answer = await call(`/${encodeURIComponent(name)}`);
    // Another 404 is of something that is no controller.
    if (answer.status === 404 && answer.headers.get('content-type') === 'application/problem+json') return undefined;
    return readAnswer<RolloutStatus>(answer);
  };
  return {
    url,
    list: async () => (await readAnswer<{ readonly rollouts: readonly RolloutStatus[] }>(await call(''))).rollouts,
    get: async (name) => readAnswer<RolloutStatus>(await call(`/${encodeURIComponent(name)}`)),
    find,
    command: async (name, command) => {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(command),
      };
      await readAnswer(await call(`/${encodeURIComponent(name)}/commands`, init));
    },
    events: (name, lastDecision) => readEvents(() => openStream(call, name, lastDecision)),
  };
}

function tokenOf({ tokenFile }: ControllerOptions, io: Io): string | undefined {
  const token = tokenFile === undefined ? io.env['MESHWRIGHT_CONTROLLER_TOKEN'] : readInputFile(tokenFile, io).trim();
  if (token === undefined || /^[\w.~+/-]+=*$/.test(token)) return token;
  throw new UsageError(`${tokenFile === undefined ? 'MESHWRIGHT_CONTROLLER_TOKEN' : `"${tokenFile}"`} holds no token`);
}

/** The body of an answer; the controller is of our own make, and of this version. */
async function readAnswer<T>(answer: Response): Promise<T> {
  let body: unknown;
  try {
    body = await answer.json();
  } catch {
    body = undefined;
  }
  if (typeof body !== 'object' || body === null)
    throw new UsageError(`the server answers ${answer.status}, and not as a controller does (see --controller)`);
  if (answer.ok) return body as T;
  const { detail = `it answers ${answer.status}` } = body as { readonly detail?: string };
  throw new UsageError(`the controller says: ${detail}${answer.status === 401 ? ' (see --token-file)' : ''}`);
}

async function openStream(
  call: (path: string, init: RequestInit) => Promise<Response>,
  name: string,
  lastDecision: number | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const headers = lastDecision === undefined ? {} : { 'last-event-id': String(lastDecision) };
  const answer = await call(`/${encodeURIComponent(name)}/events`, { headers });
  if (!answer.ok || answer.body === null) return readAnswer(answer);
  return answer.body;
}

async function* readEvents(open: () => Promise<AsyncIterable<Uint8Array>>): AsyncGenerator<RolloutEvent, void> {
  for await (const { event, data } of readSse(await open())) {
    // Written by `createRolloutStreams`.
    if (event === 'status') yield { kind: 'status', status: JSON.parse(data) as Omit<RolloutStatus, 'log'> };
    else if (event === 'decision') yield { kind: 'decision', entry: JSON.parse(data) as DecisionEntry };
    else if (event === 'gone') yield { kind: 'gone' };
  }
}

function unreachable(url: string, error: unknown): UsageError {
  return new UsageError(
    `the controller at ${url} cannot be reached: ${fetchProblem(error)} (is "meshwright controller" or "meshwright up" running? see --controller)`,
    { cause: error },
  );
}
