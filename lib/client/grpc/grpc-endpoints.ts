import type { Directory } from '../discovery/create-directory.js';

/** Under these keys of channel options grpc-js hands on to our resolver and balancer what they need. */
export const channelKeys = Object.freeze({
  /** A `GrpcScope`. */
  scope: 'meshwright.scope',
  /** Id and weight by `<address>:<port>`, as a `Map`. */
  instances: 'meshwright.instances',
});

/** Which instances of a service a channel calls. */
export interface GrpcScope {
  readonly directory: Pick<Directory, 'instancesOf' | 'watch' | 'ready'>;
  readonly zone?: string | undefined;
  readonly port?: string | undefined;
  readonly version?: string | undefined;
}

/** An instance as a channel knows it. */
export interface GrpcEndpoint {
  readonly id: string;
  readonly weight: number;
  readonly host: string;
  readonly port: number;
}

/** The instances that a channel may call now: healthy ones, of its zone if there are any. */
export function grpcEndpoints({ directory, zone, port, version }: GrpcScope, service: string): readonly GrpcEndpoint[] {
  const usable = directory.instancesOf(service).flatMap((instance) => {
    const numbers = Object.values(instance.ports);
    const number = port === undefined ? (instance.ports['grpc'] ?? numbers[0]) : instance.ports[port];
    const isWanted = instance.status === 'healthy' && (version === undefined || instance.version === version);
    return isWanted && number !== undefined ? [{ instance, number }] : [];
  });
  const near = zone === undefined ? [] : usable.filter(({ instance }) => instance.zone === zone);
  return (near.length > 0 ? near : usable).map(({ instance, number }) => ({
    id: instance.id,
    weight: instance.weight,
    host: instance.address,
    port: number,
  }));
}

/** Names a place, as the key of `channelKeys.instances`. */
export function placeName({ host, port }: Pick<GrpcEndpoint, 'host' | 'port'>): string {
  return `${host}:${String(port)}`;
}
