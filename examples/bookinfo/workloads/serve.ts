import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Identity } from './whoami.js';

/** A request as the services of the sample see it. */
export interface BookRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Reads the whole body. */
  readonly body: () => Promise<string>;
}

/** An answer: an object is sent as JSON, a text as HTML. */
export interface BookAnswer {
  readonly status: number;
  readonly body: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Serves requests on `PORT` until the process is asked to end; those on their way then still get their answer. Every
 * answer says who gave it (`x-served-by`) and to whom (`x-caller`), so that one can see which version a request reached.
 */
export function serve(identity: Identity, answer: (request: BookRequest) => BookAnswer | Promise<BookAnswer>): void {
  const server = createServer((incoming, outgoing) => {
    Promise.resolve(readRequest(incoming))
      .then(answer)
      .catch((error: unknown): BookAnswer => ({ status: 500, body: { error: String(error) } }))
      .then((given) => {
        send(given, { identity, incoming, outgoing });
      })
      .catch((error: unknown) => {
        console.error(error);
      });
  });
  const port = Number(process.env['PORT'] ?? '9080');
  server.listen(port, process.env['HOST'] ?? '127.0.0.1', () => {
    console.log(`${identity.service} ${identity.version} listens on ${String(port)}`);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
    });
  }
}

function readRequest(incoming: IncomingMessage): BookRequest {
  const url = new URL(incoming.url ?? '/', 'http://workload');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: async () => {
      let text = '';
      incoming.setEncoding('utf8');
      for await (const part of incoming) text += String(part);
      return text;
    },
  };
}

function send(
  { status, body, headers }: BookAnswer,
  to: { readonly identity: Identity; readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): void {
  const { service, version } = to.identity;
  const isHtml = typeof body === 'string';
  to.outgoing.writeHead(status, {
    'content-type': isHtml ? 'text/html; charset=utf-8' : 'application/json',
    'x-served-by': `${service}/${version}`,
    'x-caller': String(to.incoming.headers['x-caller'] ?? 'unknown'),
    ...headers,
  });
  to.outgoing.end(isHtml ? body : `${JSON.stringify(body)}\n`);
}
