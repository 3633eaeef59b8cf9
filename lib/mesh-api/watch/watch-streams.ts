import type { Registry } from '../../registry/registry.js';
import type { Clock } from '../../util/clock.js';
import type { ChangeFeed, FeedEvent } from './change-feed.js';
import { serviceOfChange } from './content-changes.js';
import { feedMessage, snapshotData, sseEvent, sseHeartbeat } from './watch-messages.js';

/** Where a stream's bytes go. */
export interface WatchSink {
  /** Bytes that were written and not yet taken. */
  readonly backlog: () => number;
  readonly write: (text: string) => void;
  /** Ends in good order. */
  readonly end: () => void;
  /** Cuts off. */
  readonly cut: () => void;
}

/** What a watch is for. */
export interface WatchWish {
  /** Who watches, for the limit of streams. */
  readonly caller: string;
  /** Only these services; absent: all. */
  readonly services?: readonly string[] | undefined;
  /** The event that the reader had last. */
  readonly lastEventId?: string | undefined;
}

/** How streams are limited. */
export interface StreamLimits {
  /** @default 1000 */
  readonly total?: number;
  /** Of one caller. @default 32 */
  readonly perCaller?: number;
  /** Bytes that a reader may be behind before it is cut off; it then goes on where it was. @default 8 MiB */
  readonly backlogBytes?: number;
  /** Pause between signs of life, ms. @default 15000 */
  readonly heartbeatMs?: number;
}

/** Watches that are open. */
export interface WatchStreams {
  /** Why there can be no further stream of a caller; undefined where there can. */
  readonly refusal: (caller: string) => string | undefined;
  /** Starts a stream; the returned function is to be called once its connection is gone. */
  readonly open: (wish: WatchWish, sink: WatchSink) => () => void;
  readonly count: () => number;
  /** Tells all readers that the server ends. */
  readonly close: () => void;
}

interface Stream {
  readonly caller: string;
  readonly sink: WatchSink;
  readonly isWatched: (service: string) => boolean;
}

/** Makes the list of open watches. */
export function createWatchStreams(
  feed: ChangeFeed,
  registry: Pick<Registry, 'backends'>,
  clock: Clock,
  limits: StreamLimits = {},
): WatchStreams {
  const { total = 1000, perCaller = 32, backlogBytes = 8 * 1024 * 1024, heartbeatMs = 15_000 } = limits;
  const streams = new Set<Stream>();
  let isClosed = false;
  const send = (stream: Stream, text: string): void => {
    if (text === '') return;
    if (stream.sink.backlog() <= backlogBytes) stream.sink.write(text);
    else {
      streams.delete(stream);
      stream.sink.cut();
    }
  };
  const unfollow = feed.follow((events) => {
    for (const stream of streams) send(stream, messagesOf(feed, events, stream.isWatched));
  });
  let stopHeartbeat = clock.after(heartbeatMs, function beat() {
    for (const stream of streams) send(stream, sseHeartbeat);
    stopHeartbeat = clock.after(heartbeatMs, beat);
  });

  return {
    count: () => streams.size,
    refusal: (caller) => {
      if (isClosed) return 'the server stops';
      if (streams.size >= total) return `the server has ${String(total)} streams, and takes no more`;
      const own = [...streams].filter((stream) => stream.caller === caller).length;
      return own >= perCaller ? `"${caller}" has ${String(perCaller)} streams, and may have no more` : undefined;
    },
    open: ({ caller, services, lastEventId }, sink) => {
      const watched = services === undefined ? undefined : new Set(services);
      const stream = { caller, sink, isWatched: (service: string) => watched?.has(service) ?? true };
      send(stream, beginning({ feed, registry }, stream.isWatched, lastEventId));
      streams.add(stream);
      return () => {
        streams.delete(stream);
      };
    },
    close: () => {
      isClosed = true;
      unfollow();
      stopHeartbeat();
      for (const { sink } of streams) {
        sink.write(sseEvent('end', { reason: 'the server stops' }));
        sink.end();
      }
      streams.clear();
    },
  };
}

type IsWatched = Stream['isWatched'];

/** What a stream begins with: what its reader missed, or all that there is. */
function beginning(
  { feed, registry }: { readonly feed: ChangeFeed; readonly registry: Pick<Registry, 'backends'> },
  isWatched: IsWatched,
  lastEventId = '',
): string {
  const last = positionOf(feed.epoch, lastEventId);
  const missed = last === undefined ? undefined : feed.since(last);
  // The heartbeat shows a reader who missed nothing that it is connected.
  if (missed !== undefined) return sseHeartbeat + messagesOf(feed, missed, isWatched);
  const reset = { reason: 'what came after that event is no longer known' };
  const { position, content } = feed.now();
  return [
    ...(lastEventId === '' ? [] : [sseEvent('reset', reset)]),
    sseEvent('snapshot', snapshotData(content, registry.backends(), isWatched), idOf(feed, position)),
  ].join('');
}

function messagesOf(feed: ChangeFeed, events: readonly FeedEvent[], isWatched: IsWatched): string {
  const isFor = (event: FeedEvent): boolean => event.kind === 'backends' || isWatched(serviceOfChange(event.change));
  return events
    .filter(isFor)
    .map((event) => feedMessage(event, idOf(feed, event.position)))
    .join('');
}

function idOf({ epoch }: ChangeFeed, position: number): string {
  return `${epoch}-${String(position)}`;
}

/** The place in the feed that an id means; undefined for an id of another feed. */
function positionOf(epoch: string, id: string): number | undefined {
  const start = `${epoch}-`;
  const digits = id.startsWith(start) ? id.slice(start.length) : '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}
