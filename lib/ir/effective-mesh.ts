import type { Origin } from '../diagnostics/origin.js';
import type { ExternalService } from './external-service.js';
import type { Gateway, GatewayPort } from './gateway.js';
import type { HeaderOperations } from './header-operations.js';
import type { Match } from './match.js';
import type { MeshIr } from './mesh-ir.js';
import type { CircuitBreakerPolicy } from './policies/circuit-breaker.js';
import type { FaultPolicy } from './policies/fault.js';
import type { HashKey, LoadBalancingPolicy } from './policies/load-balancing.js';
import type { OutlierDetectionPolicy } from './policies/outlier-detection.js';
import type { RetryCondition } from './policies/retries.js';
import type { Port, PortProtocol } from './port.js';
import type { RedirectAction, Rewrite } from './route.js';
import type { Service } from './service.js';

/**
 * A mesh with nothing left to decide: for every proxy the complete routes and destinations, every policy resolved and
 * every field with the origin that set it. Targets, checks and the simulator read this and resolve nothing again.
 */
export interface EffectiveMesh {
  readonly ir: MeshIr;
  /** Proxies of services, then of gateways; each sorted by name. */
  readonly proxies: readonly EffectiveProxy[];
}

/** What one proxy has to know. */
export type EffectiveProxy = ServiceProxy | GatewayProxy;

/** The sidecar of a service; all versions of the service share its configuration. */
export interface ServiceProxy {
  readonly kind: 'service';
  readonly name: string;
  readonly service: Service;
  /** Sorted by callee, then port. */
  readonly outbound: readonly OutboundPort[];
  /** Every destination that the outbound ports use, once; sorted by name. */
  readonly destinations: readonly EffectiveDestination[];
  /**
   * What no outbound port uses of the callees that may speak gRPC, each version and the service as a whole, once; sorted by
   * name. For clients without proxies, which have to know a place before routes name it.
   */
  readonly unusedDestinations: readonly EffectiveDestination[];
}

/** The proxy of a gateway. */
export interface GatewayProxy {
  readonly kind: 'gateway';
  readonly name: string;
  readonly gateway: Gateway;
  /** In the order of the gateway's ports. */
  readonly ports: readonly GatewayPortRoutes[];
  readonly destinations: readonly EffectiveDestination[];
}

/** What a gateway serves on one port. */
export interface GatewayPortRoutes {
  readonly port: GatewayPort;
  /** One entry a host, sorted by host. */
  readonly virtualHosts: readonly GatewayHostRoutes[];
}

/** What a gateway serves for one host. */
export interface GatewayHostRoutes {
  readonly host: string;
  /** In order; what none of them takes is answered with 404. */
  readonly routes: readonly EffectiveHttpRoute[];
  readonly variant?: RoutesVariant;
}

/** What a rollout of a configuration would put in the place of routes. Nothing of it holds until somebody gives it a share of the requests. */
export interface RoutesVariant {
  /** Name of the rollout. */
  readonly rollout: string;
  /** Names the configuration by its content. */
  readonly revision: string;
  /** In order; named `<route>~<rollout>`, as their destinations are that are services. */
  readonly routes: readonly EffectiveHttpRoute[];
  /** Name of a route behind them that answers 404; absent where they take every request. */
  readonly otherwise?: string;
}

/** One port of one callee, as a caller's proxy serves it. */
export type OutboundPort = OutboundHttpPort | OutboundTcpPort;

/** The callee that an outbound port stands for. */
export type Callee =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'external-service'; readonly service: ExternalService };

/** An outbound port with HTTP routes. */
export interface OutboundHttpPort {
  readonly kind: 'http';
  readonly callee: Callee;
  readonly port: Port;
  /** Where the call was declared. */
  readonly origin: Origin;
  /** In order; the last takes every request. */
  readonly routes: readonly EffectiveHttpRoute[];
  readonly variant?: RoutesVariant;
}

/** An outbound port with a share of connections for each destination. */
export interface OutboundTcpPort {
  readonly kind: 'tcp';
  readonly callee: Callee;
  readonly port: Port;
  readonly origin: Origin;
  readonly route: EffectiveTcpRoute;
}

/** A route with everything that holds for it. */
export interface EffectiveHttpRoute {
  /** Unique in its proxy: `<owner>/<port>/<route>`, for example `reviews/http/jason`; joined routes end in `+<owner>/<port>/<route>`. */
  readonly name: string;
  readonly origin: Origin;
  readonly match: Match;
  readonly action:
    | {
        readonly kind: 'forward';
        /** At least one; weights sum to 100. */
        readonly destinations: readonly EffectiveWeight[];
        readonly rewrite?: Rewrite;
        /** What picks the endpoint, where a destination balances by hash. */
        readonly hashOn: readonly HashKey[];
        /** Absent: each request is drawn anew. */
        readonly affinity?: EffectiveAffinity;
      }
    | RedirectAction;
  readonly requestHeaders?: HeaderOperations;
  readonly responseHeaders?: HeaderOperations;
  readonly timeout: EffectiveTimeout;
  /** Absent: no retries. */
  readonly retries?: EffectiveRetries;
  readonly fault?: FaultPolicy;
  /** What a rollout of a policy would put in its place. Nothing of it holds until somebody gives it a share of the requests. */
  readonly variant?: RouteVariant;
}

/** A route under the policies that a rollout takes to its callers. */
export interface RouteVariant {
  /** Name of the rollout. */
  readonly rollout: string;
  /** Names the policies by their content. */
  readonly revision: string;
  /** As the route's own; its destinations are named `<destination>~<rollout>` where the policies are theirs. */
  readonly action: Extract<EffectiveHttpRoute['action'], { readonly kind: 'forward' }>;
  readonly timeout: EffectiveTimeout;
  /** Absent: no retries. */
  readonly retries?: EffectiveRetries;
  readonly fault?: FaultPolicy;
}

/** Draws users in place of requests where a route is split: who has the cookie goes where its value says. */
export interface EffectiveAffinity {
  /** Name of the cookie. */
  readonly cookie: string;
  /** How long a user keeps it, from the first answer. */
  readonly ttlMs: number;
  readonly origin: Origin;
}

/** A share of connections for each destination. */
export interface EffectiveTcpRoute {
  readonly name: string;
  readonly origin: Origin;
  readonly destinations: readonly EffectiveWeight[];
}

/** A destination by name, with its share in percent. */
export interface EffectiveWeight {
  readonly destination: string;
  readonly weight: number;
}

/** A value and the place that set it. */
export interface Effective<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** A policy whose every field is resolved: a field that a policy gains does not compile until a pass resolves it. */
export type EffectivePolicy<Policy> = {
  readonly [Field in Exclude<keyof Policy, 'origin'>]-?: Effective<NonNullable<Policy[Field]>>;
};

/** Timeouts of a route. */
export interface EffectiveTimeout {
  readonly requestMs: Effective<number | 'none'>;
  readonly idleMs: Effective<number | 'none'>;
}

/** Retries of a route; `attempts` is at least 1. */
export interface EffectiveRetries {
  readonly attempts: Effective<number>;
  readonly on: Effective<readonly RetryCondition[]>;
  readonly statusCodes: Effective<readonly number[]>;
  readonly perTryTimeoutMs?: Effective<number>;
  readonly backOffBaseMs: Effective<number>;
  readonly backOffMaxMs: Effective<number>;
}

/** One destination of a proxy: a version of a service, all versions of it, or an external service. An Envoy cluster. */
export interface EffectiveDestination {
  /** `<service>/<version>/<port>`, `<service>/<port>`, or `external/<service>/<port>`; with `~<rollout>` behind it under the policies of a rollout. */
  readonly name: string;
  /** The rollout whose policies it is under; absent: none. */
  readonly rollout?: string;
  readonly origin: Origin;
  readonly backend:
    | { readonly kind: 'version'; readonly service: Service; readonly version: string }
    | { readonly kind: 'service'; readonly service: Service }
    | { readonly kind: 'external-service'; readonly service: ExternalService };
  readonly port: Port;
  readonly protocol: PortProtocol;
  readonly connectTimeoutMs: Effective<number>;
  readonly loadBalancing: LoadBalancingPolicy;
  readonly circuitBreaker: EffectivePolicy<CircuitBreakerPolicy>;
  /** Absent: endpoints are never ejected. */
  readonly outlierDetection?: EffectivePolicy<OutlierDetectionPolicy>;
}
