/**
 * Where a rollout stands.
 *
 * - `waiting`: for approval, or for its hours
 * - `preparing`: the canary's workload is not ready yet; it gets nothing
 * - `shifting`: a weight was pushed and not every proxy has accepted it
 * - `measuring`: every proxy holds the weight, and windows count
 * - `blind`: as measuring, but nothing can be read
 * - `paused`: somebody stopped it
 * - `held`: its time is over without proof; somebody has to decide
 * - `approving`: proven; somebody has to say yes
 * - `promoting`: everything goes to the canary
 * - `watching`: promoted; it can still go back
 * - `returning`: on the way back
 * - `promoted`, `rolled-back`: the end
 */
export type Phase =
  | 'waiting'
  | 'preparing'
  | 'shifting'
  | 'measuring'
  | 'blind'
  | 'paused'
  | 'held'
  | 'approving'
  | 'promoting'
  | 'watching'
  | 'returning'
  | 'promoted'
  | 'rolled-back';
