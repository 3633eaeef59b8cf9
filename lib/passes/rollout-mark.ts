/**
 * What stands behind the name of a rule that was made for a rollout: `<rule>~<rollout>`. No name that a user gives holds a `~`, and
 * joined names keep it: `<owner>/<port>/<rule>~<rollout>+<owner>/<port>/<rule>`.
 */
export function rolloutMark(rollout: string): string {
  return `~${rollout}`;
}
