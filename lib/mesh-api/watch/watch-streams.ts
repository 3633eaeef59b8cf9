import type { Registry } from '../../registry/registry.js';
import type { Clock } from '../../util/clock.js';
import type { ChangeFeed, FeedEvent } from './change-feed.js';
import { serviceOfChange } from './content-changes.js';
import { createOpenStreams, type OpenStreamLimits } from './create-open-streams.js';
import { feedMessage, snapshotData, sseEvent, sseHeartbeat } from './watch-messages.js';
import type { WatchSink } from './watch-sink.js';

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
export interface StreamLimits extends OpenStreamLimits {
  /** @default 1000 */
  readonly total?: number;
  /** Of one caller. @default 32 */
  readonly perCaller?: number;
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
  const { total = 1000, perCaller = 32 } = limits;
  const streams = createOpenStreams<Stream>(clock, limits);
  let isClosed = false;
  const unfollow = feed.follow((events) => {
    for (const stream of streams.all) streams.send(stream, messagesOf(feed, events, stream.isWatched));
  });

  return {
    count: () => streams.all.size,
    refusal: (caller) => {
      if (isClosed) return 'the server stops';
      if (streams.all.size >= total) return `the server has ${String(total)} streams, and takes no more`;
      const own = [...streams.all].filter((stream) => stream.caller === caller).length;
      return own >= perCaller ? `"${caller}" has ${String(perCaller)} streams, and may have no more` : undefined;
    },
    open: ({ caller, services, lastEventId }, sink) => {
      const watched = services === undefined ? undefined : new Set(services);
      const stream = { caller, sink, isWatched: (service: string) => watched?.has(service) ?? true };
      streams.send(stream, beginning({ feed, registry }, stream.isWatched, lastEventId));
      return streams.add(stream);
    },
    close: () => {
      isClosed = true;
      unfollow();
      streams.close();
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
