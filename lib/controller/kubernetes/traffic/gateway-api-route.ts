import { versionServiceName } from '../../../util/kubernetes-names.js';
import type { ObjectStanding, TrafficKind, TrafficObject } from './traffic-object.js';
import { type RuleShape, type WeighedBackend, weighRules } from './weigh-rules.js';

interface Backend extends WeighedBackend {
  readonly name: string;
}

interface Rule {
  readonly backendRefs?: readonly Backend[];
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

interface Parent {
  readonly controllerName?: string;
  readonly conditions?: readonly Condition[];
}

const shape: RuleShape<Rule, Backend> = {
  field: 'rules',
  backendsOf: ({ backendRefs = [] }) => backendRefs,
  withBackends: (rule, backendRefs) => ({ ...rule, backendRefs }),
  sideOf: ({ name }, { service, stable, canary }) => {
    if (name === versionServiceName(service, stable)) return 'stable';
    return name === versionServiceName(service, canary) ? 'canary' : undefined;
  },
};

const asked: readonly string[] = ['Accepted', 'ResolvedRefs'];

/**
 * HTTPRoute of the Gateway API (gateway.networking.k8s.io/v1), whose backends are the Services of the versions. Each parent says whether it
 * has taken the route as it is now.
 */
export const gatewayApiRoute: TrafficKind = Object.freeze({
  name: 'HTTPRoute',
  path: (namespace: string) => `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes`,
  weigh: (object: TrafficObject, arms, share) => weighRules(object, shape, { arms, share }),
  standing: ({ metadata, spec, status }: TrafficObject): ObjectStanding => {
    const { parentRefs = [] } = (spec ?? {}) as { readonly parentRefs?: readonly unknown[] }; // by its kind
    const { parents = [] } = (status ?? {}) as { readonly parents?: readonly Parent[] }; // by its kind
    const isNew = ({ observedGeneration = 0 }: Condition): boolean => observedGeneration >= (metadata.generation ?? 0);
    const conditionsOf = ({ conditions = [] }: Parent): readonly Condition[] =>
      conditions.filter((each) => asked.includes(each.type) && isNew(each));
    for (const parent of parents) {
      const bad = conditionsOf(parent).find(({ status: is }) => is === 'False');
      if (bad === undefined) continue;
      return { kind: 'refused', by: parent.controllerName ?? '', message: `${bad.type}: ${bad.message ?? ''}` };
    }
    const hasTaken = (parent: Parent): boolean =>
      conditionsOf(parent).filter(({ status: is }) => is === 'True').length === asked.length;
    return {
      kind: 'counted',
      carrying: Math.max(parentRefs.length, parents.length),
      accepted: parents.filter(hasTaken).length,
    };
  },
} satisfies TrafficKind);
