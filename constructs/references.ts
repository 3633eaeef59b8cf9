import type { Construct } from 'constructs';
import type { PortProtocol } from '../lib/ir/port.js';

/**
 * What other constructs need to know of a service: enough for types to carry the program's own names.
 *
 * @typeParam Name the service's name
 * @typeParam VersionName the names of its versions
 * @typeParam Http whether it has a port that speaks HTTP or gRPC
 * @typeParam Tcp whether it has a port that speaks plain TCP
 */
export interface ServiceReference<
  Name extends string = string,
  VersionName extends string = string,
  Http extends boolean = boolean,
  Tcp extends boolean = boolean,
> extends Construct {
  /** Tells the kinds of places apart. */
  readonly kind: 'service';
  /** The name that routes and diagnostics use. */
  readonly name: Name;
  /** Sorted. */
  readonly versionNames: readonly VersionName[];
  /** Whether it has a port that speaks HTTP or gRPC. */
  readonly speaksHttp: Http;
  /** Whether it has a port that speaks plain TCP. */
  readonly speaksTcp: Tcp;
}

/** What other constructs need to know of an external service. */
export interface ExternalServiceReference<
  Name extends string = string,
  Http extends boolean = boolean,
  Tcp extends boolean = boolean,
> extends Construct {
  /** Tells the kinds of places apart. */
  readonly kind: 'external-service';
  /** The name that routes and diagnostics use. */
  readonly name: Name;
  /** Whether it has a port that speaks HTTP or gRPC. */
  readonly speaksHttp: Http;
  /** Whether it has a port that speaks plain TCP. */
  readonly speaksTcp: Tcp;
}

/** One version of a service, as a place to send requests to. Made by `Service.version()`. */
export interface VersionReference<
  Name extends string = string,
  VersionName extends string = string,
  Http extends boolean = boolean,
  Tcp extends boolean = boolean,
> {
  /** Tells the kinds of places apart. */
  readonly kind: 'version-reference';
  /** Whose version it is. */
  readonly service: ServiceReference<Name, string, Http, Tcp>;
  /** Name of the version. */
  readonly version: VersionName;
  /** Name of its port. @default - the port that the route stands on, or the only one that fits */
  readonly port?: string;
}

/** One port of a service or external service, as a place to send requests to. Made by `Service.port()`. */
export interface PortReference<
  Target extends ServiceReference | ExternalServiceReference = ServiceReference | ExternalServiceReference,
  Protocol extends PortProtocol = PortProtocol,
> {
  /** Tells the kinds of places apart. */
  readonly kind: 'port-reference';
  /** Whose port it is. */
  readonly target: Target;
  /** Name of the port. */
  readonly port: string;
  /** What is spoken on it. */
  readonly protocol: Protocol;
}
