import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';
import type { WatchStreams } from '../watch/watch-streams.js';
import type { ApiRequest } from './api-request.js';
import { beginEventStream } from './begin-event-stream.js';
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
  return beginEventStream(reply, {
    open: (sink) => streams.open({ caller, services, lastEventId: asked.headers['last-event-id'] }, sink),
    headers: { 'X-Request-Id': calls.of(request).id },
  });
}
