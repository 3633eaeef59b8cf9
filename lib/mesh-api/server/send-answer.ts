import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import { mediaTypes } from '../openapi/media-types.js';
import type { Answer } from './answer.js';
import { fixedHeaders } from './fixed-headers.js';

/** What is said of an answer beside itself. */
export interface SendOptions {
  /** Of the request; problems name it too. */
  readonly id: string;
  /** Where the answer has other values, those hold. */
  readonly headers?: OutgoingHttpHeaders;
}

/** Sends an answer. */
export function sendAnswer(reply: FastifyReply, answer: Answer, { id, headers = {} }: SendOptions): FastifyReply {
  const { status, contentType = mediaTypes.json, body, problem } = answer;
  void reply.code(status).headers({ ...fixedHeaders, 'X-Request-Id': id, ...headers, ...answer.headers });
  if (status === 304 || body === undefined) return reply.send();
  void reply.header('Content-Type', contentType);
  const text =
    typeof body === 'string'
      ? body
      : JSON.stringify(problem === undefined ? body : { ...body, instance: `urn:uuid:${id}` });
  // To a text Fastify would add a charset, which JSON does not have.
  return reply.send(Buffer.from(text));
}
