import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';

/** Whom a server has to be. */
export interface SecureFetchOptions {
  /** The name in its certificate, whatever address it is asked at. */
  readonly serverName: string;
  /** PEM of who may have signed it; undefined: whom Node trusts. */
  readonly ca: string | undefined;
}

/** Makes calls by TLS to servers that are known by an address and have a certificate for their common name. */
export function secureFetch({ serverName, ca }: SecureFetchOptions): (request: Request) => Promise<Response> {
  const agent = new Agent({ keepAlive: true, servername: serverName, ca });
  return async (request) => {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const { method, signal } = request;
      const sent = httpsRequest(request.url, { agent, method, signal, headers: Object.fromEntries(request.headers) });
      sent.on('error', reject);
      sent.on('response', resolve);
      sent.end(body);
    });
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    const { statusCode = 0, headers } = answer;
    const text = parts.length === 0 ? null : Buffer.concat(parts);
    return new Response(text, { status: statusCode, headers: headers as Record<string, string> });
  };
}
