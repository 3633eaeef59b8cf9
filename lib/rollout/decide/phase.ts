/** All phases, in the order of a rollout that goes well, then its ways aside. */
export const phases = [
  'waiting',
  'preparing',
  'measuring',
  'shifting',
  'approving',
  'promoting',
  'watching',
  'promoted',
  'blind',
  'paused',
  'held',
  'returning',
  'rolled-back',
] as const;

/**
 * Where a rollout stands.
 *
 * - `waiting`: for approval, or for its hours
 * - `preparing`: the canary's workload is not ready; it gets nothing
 * - `shifting`: a weight was pushed and not every proxy has accepted it
 * - `measuring`: every proxy holds the weight, and windows count; only here weights rise
 * - `blind`: as measuring, but nothing can be read
 * - `paused`: somebody stopped it
 * - `held`: its time is over without proof; somebody has to decide
 * - `approving`: what a gate asks for is there; somebody has to say yes
 * - `promoting`: everything goes to the canary, but for what stays to compare with
 * - `watching`: every proxy has accepted that; it can still go back
 * - `returning`: on the way back
 * - `promoted`, `rolled-back`: the end
 */
export type Phase = (typeof phases)[number];
