/** Evidence of one rollout: plain JSON numbers, so that a restart goes on bit by bit. Only this folder looks inside. */
export interface Evidence {
  readonly evidenceVersion: 1;
  /** By criterion. */
  readonly criteria: Readonly<Record<string, unknown>>;
}
