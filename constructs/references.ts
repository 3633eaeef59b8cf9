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
  readonly kind: 'service';
  readonly name: Name;
  readonly versionNames: readonly VersionName[];
  readonly speaksHttp: Http;
  readonly speaksTcp: Tcp;
}

/** What other constructs need to know of an external service. */
export interface ExternalServiceReference<
  Name extends string = string,
  Http extends boolean = boolean,
  Tcp extends boolean = boolean,
> extends Construct {
  readonly kind: 'external-service';
  readonly name: Name;
  readonly speaksHttp: Http;
  readonly speaksTcp: Tcp;
}

/** One version of a service, as a place to send requests to. Made by `Service.version()`. */
export interface VersionReference<
  Name extends string = string,
  VersionName extends string = string,
  Http extends boolean = boolean,
  Tcp extends boolean = boolean,
> {
  readonly kind: 'version-reference';
  readonly service: ServiceReference<Name, string, Http, Tcp>;
  readonly version: VersionName;
  /** Absent: the port that the route stands on, or the only one that fits. */
  readonly port?: string;
}

/** One port of a service or external service, as a place to send requests to. Made by `Service.port()`. */
export interface PortReference<
  Target extends ServiceReference | ExternalServiceReference = ServiceReference | ExternalServiceReference,
  Protocol extends PortProtocol = PortProtocol,
> {
  readonly kind: 'port-reference';
  readonly target: Target;
  readonly port: string;
  readonly protocol: Protocol;
}
