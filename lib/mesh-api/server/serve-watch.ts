import type { FastifyReply, FastifyRequest } from 'fastify';
import { mediaTypes } from '../openapi/media-types.js';
import { problem } from '../problems/problem.js';
import type { WatchStreams } from '../watch/watch-streams.js';
import type { ApiRequest } from './api-request.js';
import type { Calls } from './create-calls.js';

/** A watch that was asked for. */
export interface AskedWatch {
  readonly asked: ApiRequest;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly calls: Calls;
  readonly streams: WatchStreams;
}

/** Answers a watch with a stream that goes on until one side ends it, or with a problem. */
export function serveWatch({ asked, request, reply, calls, streams }: AskedWatch): FastifyReply {
  const { principal } = asked;
  const caller = principal.kind === 'known' ? principal.name : '';
  const refusal = streams.refusal(caller);
  if (refusal !== undefined)
    return calls.send(request, reply, problem('too-many-streams', refusal, { headers: { 'Retry-After': '5' } }));
  const own = principal.kind === 'known' && principal.role === 'workload' ? principal.services : undefined;
  const services = (asked.query['service'] as readonly string[] | undefined) ?? own;
  calls.settle(request, { status: 200 });
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'Content-Type': mediaTypes.events,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': calls.of(request).id,
    // Proxies such as nginx would gather events before they pass them on.
    'X-Accel-Buffering': 'no',
  });
  const closed = streams.open(
    { caller, services, lastEventId: asked.headers['last-event-id'] },
    {
      backlog: () => raw.writableLength,
      write: (text) => raw.write(text),
      end: () => raw.end(),
      cut: () => raw.destroy(),
    },
  );
  raw.once('close', closed);
  // A reader that goes away in the middle of a write is no error of ours.
  raw.once('error', closed);
  return reply;
}
