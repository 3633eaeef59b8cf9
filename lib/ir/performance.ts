/** How fast the workload of a version is, for estimates; nothing that runs depends on it. */
export interface Performance {
  /** Mean time in ms that one worker is busy with one request, calls to other services not counted; more than 0. */
  readonly serviceTimeMs: number;
  /** Requests that one replica works on at once; 1 or more. */
  readonly concurrency: number;
}
