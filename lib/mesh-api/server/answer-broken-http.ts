import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { mediaTypes } from '../openapi/media-types.js';
import { problem } from '../problems/problem.js';
import type { Answer } from './answer.js';

const answers: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: problem('headers-too-large', 'the head of the request is larger than 16 KiB'),
  ERR_HTTP_REQUEST_TIMEOUT: problem('request-timeout', 'the request did not arrive in time'),
};

const malformed = problem('malformed-request', 'this is not HTTP/1.1');

/** Answers what cannot be read as HTTP, and ends its connection. */
export function answerBrokenHttp(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = answers[error.code ?? ''] ?? malformed;
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${mediaTypes.problem}`,
    `Content-Length: ${String(Buffer.byteLength(text))}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
