import type { Clock } from '../../util/clock.js';
import type { Notice, NoticePort } from '../ports/notice-port.js';

/** Sends notices until they have arrived, and holds nobody up. */
export interface NoticeSender {
  /** Says what has to arrive; what was said before, or has arrived, is not sent once more. */
  readonly offer: (notices: readonly Notice[]) => void;
  /** Takes out those that everybody has got. */
  readonly open: (notices: readonly Notice[]) => readonly Notice[];
  readonly stop: () => void;
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** Ids that are remembered as arrived; records keep far fewer. */
const mostRemembered = 10_000;

/** Makes the sender of a controller. What has not arrived is sent again after pauses that grow to a minute. */
export function createNoticeSender(ports: readonly NoticePort[], clock: Clock): NoticeSender {
  const arrived = new Set<string>();
  const underWay = new Set<string>();
  const pauses = new Set<() => void>();
  let isStopped = false;
  const attempt = async (notice: Notice, missing: readonly NoticePort[], pauseMs: number): Promise<void> => {
    const outcomes = await Promise.allSettled(missing.map((port) => port.send(notice)));
    const left = missing.filter((_, index) => outcomes[index]?.status === 'rejected');
    if (left.length === 0) {
      underWay.delete(notice.id);
      arrived.add(notice.id);
      const [oldest] = arrived;
      if (arrived.size > mostRemembered && oldest !== undefined) arrived.delete(oldest);
      return;
    }
    if (isStopped) return;
    const cancel = clock.after(pauseMs, () => {
      pauses.delete(cancel);
      void attempt(notice, left, Math.min(pauseMs * 2, longestPauseMs));
    });
    pauses.add(cancel);
  };
  return {
    offer: (notices) => {
      for (const notice of notices) {
        if (isStopped || arrived.has(notice.id) || underWay.has(notice.id)) continue;
        underWay.add(notice.id);
        void attempt(notice, ports, firstPauseMs);
      }
    },
    open: (notices) => notices.filter(({ id }) => !arrived.has(id)),
    stop: () => {
      isStopped = true;
      for (const cancel of pauses) cancel();
    },
  };
}
