import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { regexText } from '../../targets/envoy/routes/regex-text.js';

/** The clusters of callers' proxies that send to either side of a rollout: `<service>/<version>/<port>`. */
export interface ArmClusters {
  /** A regular expression (RE2) of their whole names. */
  readonly pattern: string;
  /** Undefined: it is of neither. */
  readonly sideOf: (cluster: string) => 'canary' | 'stable' | undefined;
}

/** Finds the clusters of a rollout; undefined where its sides have no clusters of their own. */
export function armClusters({ subject }: RolloutPlan): ArmClusters | undefined {
  if (subject.kind !== 'versions') return undefined;
  const sides = new Map<string, 'canary' | 'stable'>();
  for (const { service, stable, canary } of subject.services) {
    sides.set(`${service}/${stable}`, 'stable');
    sides.set(`${service}/${canary}`, 'canary');
  }
  return {
    pattern: `(${[...sides.keys()].map(regexText).join('|')})/[^./]+`,
    sideOf: (cluster) => sides.get(cluster.split('/').slice(0, 2).join('/')),
  };
}
