import type { KubeObject } from '../../../registry/kubernetes/kube-objects.js';

/** An object by which another mesh divides requests, as far as it is read. */
export interface TrafficObject extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly generation?: number };
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** What carries the two sides of a service. */
export interface TrafficArms {
  readonly service: string;
  readonly stable: string;
  readonly canary: string;
}

/** What the one who carries an object out says of it. */
export type ObjectStanding =
  /** How many carry it, and how many of them have taken it as it is now. */
  | { readonly kind: 'counted'; readonly carrying: number; readonly accepted: number }
  | { readonly kind: 'refused'; readonly by: string; readonly message: string };

/** What came of weights. */
export type Weighed =
  | {
      readonly kind: 'weighed';
      /** The part of the spec that has the weights, whole. */
      readonly spec: object;
      /** Whether the weights were so before. */
      readonly isSame: boolean;
    }
  | { readonly kind: 'unfit'; readonly reason: string };

/** How a kind of object divides requests. Only weights of rules that name both sides, and nobody else, are touched. */
export interface TrafficKind {
  /** For people, for example `HTTPRoute`. */
  readonly name: string;
  /** Of the objects of a namespace. */
  readonly path: (namespace: string) => string;
  /** Sets the canary's share, 0 to 1. */
  readonly weigh: (object: TrafficObject, arms: TrafficArms, share: number) => Weighed;
  readonly standing: (object: TrafficObject) => ObjectStanding;
}
