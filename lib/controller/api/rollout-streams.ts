import { createOpenStreams } from '../../mesh-api/watch/create-open-streams.js';
import { sseEvent } from '../../mesh-api/watch/watch-messages.js';
import type { WatchSink } from '../../mesh-api/watch/watch-sink.js';
import type { StreamLimits } from '../../mesh-api/watch/watch-streams.js';
import type { Clock } from '../../util/clock.js';
import type { RolloutController } from '../rollout-controller.js';
import type { RolloutStatus } from '../rollout-status.js';

/** Streams of what becomes of rollouts. */
export interface RolloutStreams {
  /** Whether there can be another one. */
  readonly hasRoom: () => boolean;
  /**
   * Starts a stream: decisions after the one that its reader had last (absent: those to come), then how the rollout stands, then both as they
   * change. The returned function is to be called once its connection is gone.
   */
  readonly open: (name: string, sink: WatchSink, lastDecision?: number) => () => void;
  /** Tells all readers that the server ends. */
  readonly close: () => void;
}

interface Stream {
  readonly name: string;
  readonly sink: WatchSink;
  /** Number of the decision that was told last. */
  told: number;
}

/** Makes the list of open streams. */
export function createRolloutStreams(
  controller: Pick<RolloutController, 'statusOf' | 'watch'>,
  clock: Clock,
  limits: StreamLimits = {},
): RolloutStreams {
  const { total = 200 } = limits;
  const streams = createOpenStreams<Stream>(clock, limits);
  const tell = (stream: Stream): void => {
    const status = controller.statusOf(stream.name);
    const text = status === undefined ? sseEvent('gone', { name: stream.name }) : messagesOf(stream, status);
    streams.send(stream, text);
  };
  const unwatch = controller.watch((name) => {
    for (const stream of streams.all) if (stream.name === name) tell(stream);
  });
  return {
    hasRoom: () => streams.all.size < total,
    open: (name, sink, lastDecision) => {
      const newest = controller.statusOf(name)?.log.at(-1)?.number ?? 0;
      const stream: Stream = { name, sink, told: Math.min(lastDecision ?? newest, newest) };
      const closed = streams.add(stream);
      tell(stream);
      return closed;
    },
    close: () => {
      unwatch();
      streams.close();
    },
  };
}

function messagesOf(stream: Stream, { log, ...status }: RolloutStatus): string {
  const decisions = log.filter(({ number }) => number > stream.told);
  stream.told = decisions.at(-1)?.number ?? stream.told;
  const told = decisions.map((entry) => sseEvent('decision', entry, String(entry.number)));
  return [...told, sseEvent('status', status)].join('');
}
