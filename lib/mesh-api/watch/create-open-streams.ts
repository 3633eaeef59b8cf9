import type { Clock } from '../../util/clock.js';
import { sseEvent, sseHeartbeat } from './watch-messages.js';
import type { WatchSink } from './watch-sink.js';

/** Streams of events that are open. */
export interface OpenStreams<Stream> {
  readonly all: ReadonlySet<Stream>;
  /** Adds one; the returned function is to be called once its connection is gone. */
  readonly add: (stream: Stream) => () => void;
  /** Writes to one, or cuts it off where its reader is too far behind. */
  readonly send: (stream: Stream, text: string) => void;
  /** Tells all readers that the server ends. */
  readonly close: () => void;
}

/** What every stream is held to. */
export interface OpenStreamLimits {
  /** Bytes that a reader may be behind before it is cut off; it then goes on where it was. @default 8 MiB */
  readonly backlogBytes?: number;
  /** Pause between signs of life, ms. @default 15000 */
  readonly heartbeatMs?: number;
}

/** Makes an empty list of streams, each of which shows signs of life. */
export function createOpenStreams<Stream extends { readonly sink: WatchSink }>(
  clock: Clock,
  { backlogBytes = 8 * 1024 * 1024, heartbeatMs = 15_000 }: OpenStreamLimits,
): OpenStreams<Stream> {
  const all = new Set<Stream>();
  const send = (stream: Stream, text: string): void => {
    if (text === '') return;
    if (stream.sink.backlog() <= backlogBytes) stream.sink.write(text);
    else {
      all.delete(stream);
      stream.sink.cut();
    }
  };
  let stopHeartbeat = clock.after(heartbeatMs, function beat() {
    for (const stream of all) send(stream, sseHeartbeat);
    stopHeartbeat = clock.after(heartbeatMs, beat);
  });
  return {
    all,
    send,
    add: (stream) => {
      all.add(stream);
      return () => {
        all.delete(stream);
      };
    },
    close: () => {
      stopHeartbeat();
      for (const { sink } of all) {
        sink.write(sseEvent('end', { reason: 'the server stops' }));
        sink.end();
      }
      all.clear();
    },
  };
}
