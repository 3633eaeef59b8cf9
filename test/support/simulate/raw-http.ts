import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { HeaderLine } from '../../../lib/simulate/headers/header-line.js';

/** A message as it came, up to its body. */
export interface RawMessage {
  readonly startLine: string;
  /** Names in lower case. */
  readonly headers: readonly HeaderLine[];
  readonly body: string;
}

/** Reads one message off the front of a text; undefined while it is not all there. */
export function readMessage(
  text: string,
  hasBody: boolean,
): { readonly message: RawMessage; readonly rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [startLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line): HeaderLine => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const length = Number(headers.find(([name]) => name === 'content-length')?.[1] ?? 0);
  const bodyEnd = end + 4 + (hasBody ? length : 0);
  if (text.length < bodyEnd) return undefined;
  return { message: { startLine, headers, body: text.slice(end + 4, bodyEnd) }, rest: text.slice(bodyEnd) };
}

function open(port: number, scheme: 'http' | 'https'): Socket {
  // Nobody asks here who answers.
  return scheme === 'https'
    ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    : connect(port, '127.0.0.1');
}

/** A connection that carries one request after the other, whatever they look like, and opens itself again. */
export function rawClient(
  port: number,
  scheme: 'http' | 'https' = 'http',
): {
  readonly ask: (text: string, hasBody: boolean) => Promise<RawMessage | undefined>;
  readonly close: () => void;
} {
  let socket: Socket | undefined;
  return {
    ask: (text, hasBody) =>
      new Promise((resolve) => {
        const connection = socket?.writable === true ? socket : open(port, scheme).setNoDelay(true);
        socket = connection;
        let received = '';
        const finish = (message: RawMessage | undefined): void => {
          connection.removeAllListeners();
          connection.on('error', () => connection.destroy());
          const closes = message?.headers.some(([name, value]) => name === 'connection' && value === 'close');
          if (message === undefined || closes === true) connection.destroy();
          resolve(message);
        };
        connection.setEncoding('latin1');
        connection.on('data', (part: string) => {
          received += part;
          const read = readMessage(received, hasBody);
          if (read !== undefined) finish(read.message);
        });
        connection.on('error', () => {
          finish(undefined);
        });
        connection.on('close', () => {
          finish(undefined);
        });
        connection.write(text, 'latin1');
      }),
    close: () => socket?.destroy(),
  };
}
