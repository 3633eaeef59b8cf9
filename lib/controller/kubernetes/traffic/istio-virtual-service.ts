import { versionServiceName } from '../../../util/kubernetes-names.js';
import type { ObjectStanding, TrafficKind, TrafficObject } from './traffic-object.js';
import { type RuleShape, type WeighedBackend, weighRules } from './weigh-rules.js';

interface Destination extends WeighedBackend {
  readonly destination?: { readonly host?: string; readonly subset?: string };
}

interface Rule {
  readonly route?: readonly Destination[];
}

const shape: RuleShape<Rule, Destination> = {
  field: 'http',
  backendsOf: ({ route = [] }) => route,
  withBackends: (rule, route) => ({ ...rule, route }),
  sideOf: ({ destination: { host = '', subset } = {} }, { service, stable, canary }) => {
    const [name] = host.split('.');
    const is = (version: string): boolean =>
      (name === service && subset === version) ||
      (subset === undefined && name === versionServiceName(service, version));
    if (is(stable)) return 'stable';
    return is(canary) ? 'canary' : undefined;
  },
};

/**
 * VirtualService of Istio (networking.istio.io/v1), whose destinations are subsets that are called as the versions, or their Services. Istio
 * says nowhere which proxies have it: so it counts as accepted when the object has it, and windows have to settle for longer.
 */
export const istioVirtualService: TrafficKind = Object.freeze({
  name: 'VirtualService',
  path: (namespace: string) => `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices`,
  weigh: (object: TrafficObject, arms, share) => weighRules(object, shape, { arms, share }),
  standing: (): ObjectStanding => ({ kind: 'counted', carrying: 1, accepted: 1 }),
} satisfies TrafficKind);
