import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import { mediaTypes } from '../openapi/media-types.js';
import type { WatchSink } from '../watch/watch-sink.js';
import { fixedHeaders } from './fixed-headers.js';

/** What a stream of events is begun with. */
export interface EventStreamOptions {
  /** Starts the stream; what it returns is called once the connection is gone. */
  readonly open: (sink: WatchSink) => () => void;
  /** Headers besides those of every stream. */
  readonly headers?: OutgoingHttpHeaders;
}

/** Answers with server-sent events until one side ends it. */
export function beginEventStream(reply: FastifyReply, { open, headers = {} }: EventStreamOptions): FastifyReply {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...fixedHeaders,
    'Content-Type': mediaTypes.events,
    // Proxies such as nginx would gather events before they pass them on.
    'X-Accel-Buffering': 'no',
    ...headers,
  });
  const closed = open({
    backlog: () => raw.writableLength,
    write: (text) => raw.write(text),
    end: () => raw.end(),
    cut: () => raw.destroy(),
  });
  raw.once('close', closed);
  // A reader that goes away in the middle of a write is no error of ours.
  raw.once('error', closed);
  return reply;
}
