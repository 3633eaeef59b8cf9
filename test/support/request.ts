import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Echo } from './echo-server.js';

/** What to ask. */
export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What the echo server saw. Reading it throws when the answer is not an echo. */
  readonly echo: Echo;
}

/** Sends a request as it stands: `fetch` would normalise the path, follow redirects and refuse a `host` header. */
export function request(
  url: string,
  { method = 'GET', headers = {}, body = '' }: RequestOptions = {},
): Promise<Answer> {
  const [, hostname = '', port = '', path = '/'] = /^http:\/\/([^:/]+):(\d+)(\/.*)?$/.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        path: path || '/',
        method,
        headers: headers as Record<string, string | string[]>,
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', reject);
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          resolve({
            status,
            headers: response.headers,
            text,
            get echo() {
              if (response.headers['x-instance'] === undefined)
                throw new Error(`no echo but ${String(status)}: ${text}`);
              return JSON.parse(text) as Echo;
            },
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
