import { Agent, type AgentOptions, request as httpsRequest, type RequestOptions } from 'node:https';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';

/** One request to the API server. */
export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What a `PATCH` is: changes, or what its field manager (in the query) wants to be there (server-side apply). @default 'merge' */
  readonly patch?: 'merge' | 'apply';
}

/** What came of one request. */
export type KubeAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** No connection: nothing was sent. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It was sent, and no answer came in time. */
  | { readonly kind: 'broken'; readonly reason: string };

/** The API server, over HTTP. */
export interface KubeHttp {
  /** Ends within `timeoutMs`; never rejects. */
  readonly ask: (request: KubeRequest) => Promise<KubeAnswer>;
  /** Reads a watch line by line until it ends, for whatever reason, and says with which status it began. Never rejects. */
  readonly stream: (
    path: string,
    onLine: (line: string) => void,
  ) => { readonly ended: Promise<number>; readonly end: () => void };
  readonly close: () => void;
}

/** How to reach it. */
export interface KubeHttpOptions {
  /** Says where it is and who we are; tokens are read anew as they change. */
  readonly kubeConfig: KubeConfig;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

type Open = (request: KubeRequest, use: (sent: ClientRequest) => void) => Promise<void>;

/** Opens nothing yet: connections come with requests, and are kept. */
export function kubeHttp(options: KubeHttpOptions): KubeHttp {
  const agents = agentKeeper(options.kubeConfig);
  const open: Open = (request, use) => openRequest({ ...options, agents, request, use });
  return {
    ask: (request) => askOnce(open, request, options),
    stream: (path, onLine) => streamLines(open, { path, onLine }, options),
    close: agents.close,
  };
}

interface Opening {
  readonly kubeConfig: KubeConfig;
  readonly agents: AgentKeeper;
  readonly request: KubeRequest;
  readonly use: (sent: ClientRequest) => void;
}

// JSON is YAML.
const patchTypes = { merge: 'application/merge-patch+json', apply: 'application/apply-patch+yaml' } as const;

async function openRequest({ kubeConfig, agents, request, use }: Opening): Promise<void> {
  const server = kubeConfig.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('the kubeconfig names no cluster');
  const login: RequestOptions = {};
  await kubeConfig.applyToHTTPSOptions(login);
  const url = new URL(server.replace(/\/$/, '') + request.path);
  const type = request.method === 'PATCH' ? patchTypes[request.patch ?? 'merge'] : 'application/json';
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const sent = (url.protocol === 'http:' ? httpRequest : httpsRequest)(url, {
    ...login,
    method: request.method,
    headers: {
      ...(login.headers as Record<string, string> | undefined),
      'content-type': type,
      accept: 'application/json',
      // Node leaves it out of a DELETE, whose body would then pass for the next request.
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    agent: agents.agentFor(login),
  });
  use(sent);
  sent.end(body);
}

function askOnce(open: Open, request: KubeRequest, { clock, timeoutMs }: KubeHttpOptions): Promise<KubeAnswer> {
  return new Promise((resolve) => {
    let isConnected = false;
    let destroy = (): void => undefined;
    const fail = (error: unknown): void => {
      stopTimer();
      resolve({ kind: isConnected ? 'broken' : 'unsent', reason: messageOf(error) });
    };
    const stopTimer = clock.after(timeoutMs, () => {
      fail(new Error('the API server did not answer in time'));
      destroy();
    });
    open(request, (sent) => {
      destroy = () => sent.destroy();
      sent.on('socket', (socket) => {
        // A kept connection may carry bytes at once; a new one only when it stands.
        if (!socket.connecting) isConnected = true;
        else socket.once('connect', () => (isConnected = true));
      });
      sent.on('error', fail);
      sent.on('response', (response) => {
        readAll(response).then((text) => {
          stopTimer();
          resolve({ kind: 'answer', status: response.statusCode ?? 0, body: parse(text) });
        }, fail);
      });
    }).catch(fail);
  });
}

function streamLines(
  open: Open,
  { path, onLine }: { readonly path: string; readonly onLine: (line: string) => void },
  { clock, timeoutMs }: KubeHttpOptions,
): ReturnType<KubeHttp['stream']> {
  let end = (): void => undefined;
  const ended = new Promise<number>((resolve) => {
    const fail = (): void => {
      resolve(0);
    };
    open({ method: 'GET', path }, (sent) => {
      end = () => sent.destroy();
      // Of the answer's beginning only: a watch may be silent.
      const stopTimer = clock.after(timeoutMs, end);
      sent.on('error', fail);
      sent.on('close', stopTimer);
      sent.on('response', (response) => {
        stopTimer();
        response.on('error', fail);
        const lines = createInterface(response);
        lines.on('error', fail);
        if (response.statusCode === 200) lines.on('line', onLine);
        lines.on('close', () => {
          resolve(response.statusCode ?? 0);
        });
      });
    }).catch(fail);
  });
  return {
    ended,
    end: () => {
      end();
    },
  };
}

interface AgentKeeper {
  readonly agentFor: (login: RequestOptions) => RequestOptions['agent'];
  readonly close: () => void;
}

/** Keeps connections over requests, and makes new ones when certificates change. */
function agentKeeper(kubeConfig: KubeConfig): AgentKeeper {
  let kept: { readonly key: string; readonly agent: Agent } | undefined;
  return {
    agentFor: (login) => {
      const cluster = kubeConfig.getCurrentCluster();
      // Through a proxy, or in the clear: as the client library does it.
      if (cluster?.proxyUrl !== undefined || cluster?.server.startsWith('http:') === true) return login.agent;
      const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = login;
      const parts = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
      const text = JSON.stringify(parts);
      if (kept?.key !== text) {
        kept?.agent.destroy();
        const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
        kept = { key: text, agent: new Agent({ ...(given as AgentOptions), keepAlive: true, maxSockets: 16 }) };
      }
      return kept.agent;
    },
    close: () => kept?.agent.destroy(),
  };
}

async function readAll(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A proxy in between speaks no JSON; the status says enough.
    return { message: text.slice(0, 200) };
  }
}
