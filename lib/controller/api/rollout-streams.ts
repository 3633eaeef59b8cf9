import type { StreamLimits } from '../../mesh-api/watch/watch-streams.js';
import { sseEvent, sseHeartbeat } from '../../mesh-api/watch/watch-messages.js';
import type { WatchSink } from '../../mesh-api/watch/watch-streams.js';
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
  const { total = 200, backlogBytes = 8 * 1024 * 1024, heartbeatMs = 15_000 } = limits;
  const streams = new Set<Stream>();
  const send = (stream: Stream, text: string): void => {
    if (stream.sink.backlog() <= backlogBytes) stream.sink.write(text);
    else {
      streams.delete(stream);
      stream.sink.cut();
    }
  };
  const tell = (stream: Stream): void => {
    const status = controller.statusOf(stream.name);
    if (status === undefined) send(stream, sseEvent('gone', { name: stream.name }));
    else send(stream, messagesOf(stream, status));
  };
  const unwatch = controller.watch((name) => {
    for (const stream of streams) if (stream.name === name) tell(stream);
  });
  let stopHeartbeat = clock.after(heartbeatMs, function beat() {
    for (const stream of streams) send(stream, sseHeartbeat);
    stopHeartbeat = clock.after(heartbeatMs, beat);
  });
  return {
    hasRoom: () => streams.size < total,
    open: (name, sink, lastDecision) => {
      const newest = controller.statusOf(name)?.log.at(-1)?.number ?? 0;
      const stream: Stream = { name, sink, told: Math.min(lastDecision ?? newest, newest) };
      streams.add(stream);
      tell(stream);
      return () => {
        streams.delete(stream);
      };
    },
    close: () => {
      unwatch();
      stopHeartbeat();
      for (const { sink } of streams) {
        sink.write(sseEvent('end', { reason: 'the server stops' }));
        sink.end();
      }
      streams.clear();
    },
  };
}

function messagesOf(stream: Stream, { log, ...status }: RolloutStatus): string {
  const decisions = log.filter(({ number }) => number > stream.told);
  stream.told = decisions.at(-1)?.number ?? stream.told;
  const told = decisions.map((entry) => sseEvent('decision', entry, String(entry.number)));
  return [...told, sseEvent('status', status)].join('');
}
