import { Agent, request } from 'node:http';
import { passedOnHeaders } from './passed-on-headers.js';
import type { BookRequest } from './serve.js';
import type { Identity } from './whoami.js';

/** What a service of the sample answered. */
export interface CallResult {
  /** 0 when there was no answer. */
  readonly status: number;
  /** The JSON of the answer; undefined where it is none. */
  readonly body?: unknown;
}

/** Who calls whom, on behalf of which request. */
export interface Call {
  readonly identity: Identity;
  /** Where the callee is; `<CALLEE>_URL`. */
  readonly url: string | undefined;
  readonly path: string;
  readonly onBehalfOf: BookRequest;
  readonly headers?: Readonly<Record<string, string>>;
}

const agent = new Agent({ keepAlive: true });

/**
 * Asks another service. There is no retry and no timeout here: these are the mesh's. Never rejects.
 */
export function callService({ identity, url, path, onBehalfOf, headers }: Call): Promise<CallResult> {
  if (url === undefined) return Promise.resolve({ status: 0 });
  return new Promise((resolve) => {
    const outgoing = request(new URL(path, url), {
      agent,
      headers: {
        ...passedOnHeaders(onBehalfOf.headers),
        ...headers,
        'x-caller': `${identity.service}/${identity.version}`,
      },
    });
    outgoing.on('error', () => {
      resolve({ status: 0 });
    });
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', () => {
        resolve({ status: 0 });
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parseJson(text) });
      });
    });
    outgoing.end();
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
