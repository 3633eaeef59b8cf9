import type { SuppressibleCode } from '../lib/diagnostics/suppressible-code.js';
import type { PortProtocol } from '../lib/ir/port.js';
import type { CalleeReference, CallSpec } from './call.js';
import type { Condition } from './match/condition.js';
import type { ObjectivesProps } from './objectives.js';
import type { FaultProps } from './policies/fault.js';
import type { WithRetries } from './policies/retries.js';
import type { RouteTimeoutProps } from './policies/timeout.js';
import type { HttpPortName, PortsInput, TcpPortName } from './ports.js';
import type { ExternalServiceReference, PortReference, ServiceReference, VersionReference } from './references.js';
import type { DestinationSplit, VersionSplit } from './split.js';
import type { TransferProps } from './transfer.js';

/** What every rule can say. */
export interface SuppressProps {
  /**
   * Warnings and notes that are known and fine for this rule: the reason by code. Like `suppress` of its owner, which holds
   * for all rules.
   *
   * @default - none
   */
  readonly suppress?: Readonly<Partial<Record<SuppressibleCode, string>>>;
}

/** What every HTTP rule can say, wherever the request goes. */
export interface HttpRuleProps extends RouteTimeoutProps, WithRetries, SuppressProps {
  /**
   * A word for the route, unique in its owner; it shows in Envoy's logs and in diagnostics.
   *
   * @default - `route-<n>`, by the order of the owner's routes
   */
  readonly name?: string;
  /**
   * Which requests the route takes. The first route that matches decides.
   *
   * @default - every request
   */
  readonly match?: Condition;
  /** Changes to the request's headers before it is sent on. @default - none */
  readonly requestHeaders?: HeaderOperationsProps;
  /** Changes to the answer's headers. @default - none */
  readonly responseHeaders?: HeaderOperationsProps;
  /** Faults put in on purpose. @default - none */
  readonly fault?: FaultProps;
}

/** Changes to headers, done in this order: remove, set, add. Names in any case; values are taken literally. */
export interface HeaderOperationsProps {
  /** Names of headers to take away. @default - none */
  readonly remove?: readonly string[];
  /** Takes the place of the values there are. @default - none */
  readonly set?: Readonly<Record<string, string>>;
  /** Comes after the values there are. @default - none */
  readonly add?: Readonly<Record<string, string>>;
}

/** A rule that sends requests on. */
export interface ForwardRuleProps<Target> extends HttpRuleProps {
  /**
   * Where requests go: a version, a split, or a service, whose own routes then decide.
   *
   * @default - the service that the route stands on, all its versions alike
   */
  readonly to?: Target;
  /** Changes to path and host before the request is sent on; the query stays. @default - none */
  readonly rewrite?: RewriteProps;
  /** A rule that sends on answers nothing itself. */
  readonly redirect?: never;
}

/** A rule that answers with a redirect. */
export interface RedirectRuleProps extends HttpRuleProps {
  /** Where the caller is sent. */
  readonly redirect: RedirectProps;
  /** A rule that redirects sends nothing on. */
  readonly to?: never;
  /** A rule that redirects sends nothing on. */
  readonly rewrite?: never;
}

/** How a path changes. Give one; the query stays. */
export type PathRewriteProps =
  | {
      /** The whole new path. @default - the request's */
      readonly path?: string;
      readonly prefix?: never;
      readonly regex?: never;
    }
  | {
      /** Takes the place of the prefix that the route matched, by whole segments. @default - the request's */
      readonly prefix?: string;
      readonly path?: never;
      readonly regex?: never;
    }
  | {
      /** An RE2 expression, and what its matches become (`\1` for groups). @default - the path stays */
      readonly regex?: { readonly pattern: string; readonly substitution: string };
      readonly path?: never;
      readonly prefix?: never;
    };

/** Changes to a request before it is sent on. */
export type RewriteProps = PathRewriteProps & {
  /** New `Host` / `:authority`. @default - the request's */
  readonly host?: string;
};

/** Where a redirect leads. What is left out stays as the request has it. */
export type RedirectProps = PathRewriteProps & {
  /** @default - the request's */
  readonly scheme?: 'http' | 'https';
  /** @default - the request's */
  readonly host?: string;
  /** @default - the request's, but for 80 and 443 where `scheme` is given */
  readonly port?: number;
  /** @default 302 */
  readonly status?: 301 | 302 | 303 | 307 | 308;
  /** Drops the query. @default false */
  readonly stripQuery?: boolean;
};

/** A rule for connections on a TCP port. */
export interface TcpRuleProps<Target> extends SuppressProps {
  /** A word for the route. @default - `route-<n>` */
  readonly name?: string;
  /** Where connections go. */
  readonly to: Target;
}

/** Whether a type has more than one member. */
type IsUnion<T, Whole = T> = [T] extends [never] ? false : T extends T ? ([Whole] extends [T] ? false : true) : never;

/** The port that a rule stands on: with one to choose from it may be left out, with several it must be said. */
type OnPort<Name extends string, All extends string> =
  IsUnion<All> extends true ? { readonly port: Name } : { readonly port?: Name };

/** The callee of a declared call. */
type Unwrapped<Input> = Input extends CallSpec<infer Callee> ? Callee : Input;

/** The name of a callee that is a service of the mesh. */
type ServiceName<Callee> = Callee extends ServiceReference<infer Name> ? Name : never;

/** The name of a callee outside the mesh. */
type ExternalName<Callee> = Callee extends ExternalServiceReference<infer Name> ? Name : never;

/** What carries requests. */
type HttpProtocol = Exclude<PortProtocol, 'tcp'>;

// By names and not by the callees' own types: a type error then says which names a rule may send to.
/** Where a rule may send requests. */
type HttpDestination<Name extends string, External extends string> =
  | ServiceReference<Name, string, true>
  | VersionReference<Name, string, true>
  | ExternalServiceReference<External, true>
  | PortReference<ServiceReference<Name> | ExternalServiceReference<External>, HttpProtocol>;

/** Where a rule may send connections. */
type TcpDestination<Name extends string, External extends string> =
  | ServiceReference<Name, string, boolean, true>
  | VersionReference<Name, string, boolean, true>
  | ExternalServiceReference<External, boolean, true>
  | PortReference<ServiceReference<Name> | ExternalServiceReference<External>, 'tcp'>;

/** One destination, or shares of several. */
type Target<Destination, VersionName extends string> =
  Destination | DestinationSplit<Destination> | VersionSplit<VersionName>;

/**
 * A rule of a service. On HTTP and gRPC ports it can match, rewrite, redirect and so on; on TCP ports it only divides
 * connections. Destinations are the service's own versions and its declared callees: another service, an unknown
 * version, or an HTTP rule on a TCP port does not compile.
 */
export type ServiceRouteProps<
  Name extends string,
  Ports extends PortsInput,
  VersionName extends string,
  Callees extends readonly (CalleeReference | CallSpec)[],
> = ServiceRule<
  Ports,
  VersionName,
  Name | ServiceName<Unwrapped<Callees[number]>>,
  ExternalName<Unwrapped<Callees[number]>>
>;

/** A rule by the protocol of the port that it stands on. */
type ServiceRule<Ports extends PortsInput, VersionName extends string, Name extends string, External extends string> =
  | ([HttpPortName<Ports>] extends [never]
      ? never
      : OnPort<HttpPortName<Ports>, HttpPortName<Ports>> &
          (ForwardRuleProps<Target<HttpDestination<Name, External>, VersionName>> | RedirectRuleProps))
  | ([TcpPortName<Ports>] extends [never]
      ? never
      : OnPort<TcpPortName<Ports>, keyof Ports & string> &
          TcpRuleProps<Target<TcpDestination<Name, External>, VersionName>>);

/** One destination of a gateway's rule. */
type GatewayDestination =
  | ServiceReference<string, string, true>
  | VersionReference<string, string, true>
  | PortReference<ServiceReference, HttpProtocol>;

/** Where a gateway can send requests: any service of the mesh that speaks HTTP. */
export type GatewayTarget = GatewayDestination | DestinationSplit<GatewayDestination>;

/** What a rule of a gateway says of the traffic that enters by it. Nothing that runs depends on it. */
export interface EntryPointProps {
  /** What the rule is meant to achieve; checks say when it cannot. @default - nothing is judged */
  readonly objectives?: ObjectivesProps;
  /** What its requests carry to the first service, for estimates. @default - nothing, over a network that takes no time */
  readonly transfer?: TransferProps;
}

/** A rule of a gateway. The route itself declares the call from the gateway to its destination. */
export type GatewayRouteProps = (
  | (ForwardRuleProps<GatewayTarget> & { readonly to: GatewayTarget } & EntryPointProps)
  | (RedirectRuleProps & { readonly [Key in keyof EntryPointProps]?: never })
) & {
  /**
   * Hosts that the rule is for, out of those that the gateway serves.
   *
   * @default - all hosts of the gateway
   */
  readonly hosts?: readonly string[];
  /**
   * Port of the gateway that the rule stands on.
   *
   * @default - all of them
   */
  readonly port?: string;
};
