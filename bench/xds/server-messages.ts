/** What a proxy of a group asks for by name, and how many resources it holds in the end. */
export interface ProxyPlan {
  readonly group: string;
  readonly endpoints: readonly string[];
  readonly routes: readonly string[];
  readonly resources: number;
}

/** Which server is measured: ours, or a bare one of grpc-js that sends the same bytes ready made. */
export type ServerKind = 'meshwright' | 'bare-grpc-js';

/** What the measured server is told to do. It answers each with one message. */
export type ServerOrder =
  /** Answers when it serves. */
  | { readonly kind: 'plans' }
  /** Answers with the CPU s of user and system since its start. */
  | { readonly kind: 'cpu' }
  /** Answers after a garbage collection. */
  | { readonly kind: 'memory' }
  /** Makes what a change needs, so that it is in no measurement; answers with the number of groups that it concerns. */
  | { readonly kind: 'prepare'; readonly change: ChangeKind }
  /** Gives the control plane's next snapshots to the server: all groups are set, few differ. Answers with the time before it. */
  | { readonly kind: 'change'; readonly change: ChangeKind };

/** One route of one service; one endpoint of one service; a route of every service. */
export type ChangeKind = 'route' | 'endpoint' | 'every-route';

/** Answer to `plans`. */
export interface ServedPlans {
  readonly port: number;
  readonly plans: readonly ProxyPlan[];
}

/** Answer to `memory`, in bytes. */
export interface ServerMemory {
  readonly rss: number;
  readonly heap: number;
  /** Outside of the heap of JavaScript. */
  readonly external: number;
}

/** Answer to `change`: which groups differ, and when it began, in ns of the monotonic clock (a bigint as text). */
export interface StartedChange {
  readonly groups: readonly string[];
  readonly at: string;
}
