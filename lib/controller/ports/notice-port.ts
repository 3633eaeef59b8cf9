/** Something that somebody should know. */
export interface Notice {
  /** Unique, the same each time it is sent: a receiver may drop what it has seen. */
  readonly id: string;
  readonly rollout: string;
  /** ms since the epoch of Unix. */
  readonly atMs: number;
  readonly severity: 'info' | 'warning' | 'error';
  /** The code of the reason, for example `harm-proven`. */
  readonly code: string;
  /** With its numbers. */
  readonly sentence: string;
}

/** Whom notices are sent to: a webhook, Slack, events in Kubernetes. */
export interface NoticePort {
  /** Sends one; rejects when it did not arrive: it is sent again then, with growing pauses, and holds nothing up. */
  readonly send: (notice: Notice) => Promise<void>;
}
