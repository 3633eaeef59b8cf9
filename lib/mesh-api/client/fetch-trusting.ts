import type { IncomingMessage } from 'node:http';
import { request as requestByTls } from 'node:https';
import { Readable } from 'node:stream';

/** Answers without a body, whatever it says they have. Source: Fetch, "null body status". */
const bodiless: readonly (number | undefined)[] = [204, 205, 304];

/** A `fetch` of requests; the signal of the options counts in place of the request's. */
export type AbortableFetch = (request: Request, options?: { readonly signal?: AbortSignal }) => Promise<Response>;

/**
 * Makes a `fetch` for `https` that trusts other authorities than Node does, which Node's own cannot be told. Each call makes
 * a connection of its own, so that what `authorities` gives counts from the next call on.
 *
 * @param authorities PEM, in place of the well-known ones; undefined: those
 * @param serverName whom the certificate has to name, whatever address is asked. @default - the host of the URL
 */
export function fetchTrusting(authorities: () => string | undefined, serverName?: string): AbortableFetch {
  return async (request, { signal = request.signal } = {}) => {
    const body = Buffer.from(await request.arrayBuffer());
    const ca = authorities();
    const tls = {
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { servername: serverName }),
    };
    const message = await send(request, { body, signal, tls });
    // Its signal follows that of whoever made it only while it is there.
    message.once('close', () => request.method);
    const headers = new Headers();
    for (const [name, values = []] of Object.entries(message.headersDistinct))
      for (const value of values) headers.append(name, value);
    const { statusCode: status = 0, statusMessage: statusText = '' } = message;
    if (!bodiless.includes(status) && request.method !== 'HEAD')
      // The same thing by two names: Node's declarations and those of the web know nothing of each other.
      return new Response(Readable.toWeb(message) as ReadableStream<Uint8Array>, { status, statusText, headers });
    message.resume();
    return new Response(null, { status, statusText, headers });
  };
}

interface SendOptions {
  readonly body: Buffer;
  readonly signal: AbortSignal;
  readonly tls: { readonly ca?: string; readonly servername?: string };
}

function send(request: Request, { body, signal, tls }: SendOptions): Promise<IncomingMessage> {
  const { method, url } = request;
  return new Promise((resolve, reject) => {
    const headers = { ...Object.fromEntries(request.headers), 'content-length': String(body.length) };
    const call = requestByTls(url, { method, headers, signal, ...tls, agent: false }, resolve);
    call.once('error', reject);
    call.end(body);
  });
}
