import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { regexText } from '../../targets/envoy/routes/regex-text.js';
import { workloadName } from '../../util/kubernetes-names.js';

/** By which labels of a series its pod, and the version that runs there, are known. */
export type PodLabels =
  /** A label has the pod's name, `<service>-<version>-<hash>-<hash>` as Kubernetes gives it. */
  | { readonly kind: 'pod-name'; readonly pod: string }
  /** Labels have the names of service and version, and whatever tells pods apart. */
  | { readonly kind: 'version'; readonly service: string; readonly version: string; readonly pod: string };

/** A pod of one of the sides. */
export interface ArmPod {
  readonly pod: string;
  readonly side: 'canary' | 'stable';
}

/** The pods of a rollout's sides, as series name them. */
export interface ArmPods {
  /** Matchers of PromQL that leave the others out. */
  readonly matchers: string;
  /** Undefined: it is of neither. */
  readonly podOf: (labels: Readonly<Record<string, string>>) => ArmPod | undefined;
}

interface Workload {
  readonly service: string;
  readonly version: string;
  readonly side: ArmPod['side'];
}

/** Finds the pods of both sides; undefined where the sides have no pods of their own. */
export function armPods({ subject }: RolloutPlan, by: PodLabels): ArmPods | undefined {
  if (subject.kind !== 'versions') return undefined;
  const workloads = subject.services.flatMap(({ service, stable, canary }): readonly Workload[] => [
    { service, version: stable, side: 'stable' },
    { service, version: canary, side: 'canary' },
  ]);
  return by.kind === 'version' ? byVersion(workloads, by) : byName(workloads, by.pod);
}

function byVersion(workloads: readonly Workload[], by: Extract<PodLabels, { readonly kind: 'version' }>): ArmPods {
  const anyOf = (names: readonly string[]): string => [...new Set(names)].map(regexText).join('|');
  const services = anyOf(workloads.map(({ service }) => service));
  const versions = anyOf(workloads.map(({ version }) => version));
  return {
    matchers: `${by.service}=~\`${services}\`,${by.version}=~\`${versions}\``,
    podOf: (labels) => {
      const found = workloads.find(
        ({ service, version }) => labels[by.service] === service && labels[by.version] === version,
      );
      const pod = labels[by.pod];
      return found === undefined || pod === undefined ? undefined : { pod, side: found.side };
    },
  };
}

function byName(workloads: readonly Workload[], label: string): ArmPods {
  const patterns = workloads.map(({ service, version, side }) => ({
    side,
    pattern: `${regexText(workloadName(service, version))}-[a-z0-9]+-[a-z0-9]{5}`,
  }));
  const sides = patterns.map(({ side, pattern }) => ({ side, regex: new RegExp(`^(?:${pattern})$`) }));
  return {
    matchers: `${label}=~\`${patterns.map(({ pattern }) => pattern).join('|')}\``,
    podOf: (labels) => {
      const pod = labels[label] ?? '';
      const found = sides.find(({ regex }) => regex.test(pod));
      return found === undefined ? undefined : { pod, side: found.side };
    },
  };
}
