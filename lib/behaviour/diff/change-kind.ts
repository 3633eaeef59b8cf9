/** What a change is about. */
export const changeKinds = [
  'routing',
  'split',
  'access',
  'redirect',
  'rewrite',
  'headers',
  'fault',
  'timeout',
  'retries',
  'load-balancing',
  'circuit-breaker',
  'outlier-detection',
  'tls',
  'port',
  'connection',
] as const;

/** One of the things that a change may be about. */
export type ChangeKind = (typeof changeKinds)[number];
