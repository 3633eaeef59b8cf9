/** What somebody asks of a rollout. */
export interface RolloutCommand {
  /** Unique; one that was carried out is not carried out again. */
  readonly id: string;
  readonly by: string;
  readonly action: RolloutAction;
}

/** `approve` opens the gate that waits; `promote` skips proof; `abort` always wins; `retry` begins again what was rolled back. */
export type RolloutAction = 'approve' | 'promote' | 'abort' | 'pause' | 'resume' | 'retry' | 'amend';
