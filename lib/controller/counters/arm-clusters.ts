import type { ServiceArms } from '../../ir/rollout/rollout.js';
import { rolloutMark } from '../../passes/rollout-mark.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { regexText } from '../../targets/envoy/routes/regex-text.js';

/**
 * The clusters of callers' proxies that send to either side of a rollout: `<service>/<version>/<port>`, or all of a service, those under
 * other policies or of another configuration with the mark of the rollout behind them.
 */
export interface ArmClusters {
  /** A regular expression (RE2) of their whole names. */
  readonly pattern: string;
  /** Undefined: it is of neither. */
  readonly sideOf: (cluster: string) => 'canary' | 'stable' | undefined;
}

/** Finds the clusters of a rollout. */
export function armClusters({ name, subject }: RolloutPlan): ArmClusters {
  switch (subject.kind) {
    case 'versions':
      return ofVersions(subject.services);
    case 'policy':
      return ofMark([subject.service], rolloutMark(name));
    case 'configuration':
      return ofMark(subject.services, rolloutMark(name));
  }
}

function ofVersions(services: readonly ServiceArms[]): ArmClusters {
  const sides = new Map<string, 'canary' | 'stable'>();
  for (const { service, stable, canary } of services) {
    sides.set(`${service}/${stable}`, 'stable');
    sides.set(`${service}/${canary}`, 'canary');
  }
  return {
    pattern: `(${[...sides.keys()].map(regexText).join('|')})/[^./]+`,
    sideOf: (cluster) => sides.get(cluster.split('/').slice(0, 2).join('/')),
  };
}

function ofMark(services: readonly string[], mark: string): ArmClusters {
  const names = new Set(services);
  return {
    pattern: `(${services.map(regexText).join('|')})(/[^./]+){1,2}`,
    sideOf: (cluster) => {
      if (!names.has(cluster.split('/')[0] ?? '')) return undefined;
      return cluster.endsWith(mark) ? 'canary' : 'stable';
    },
  };
}
