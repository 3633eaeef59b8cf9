import type { Port, PortProtocol } from '../lib/ir/port.js';
import { portProtocols } from '../lib/ir/port.js';

/** A port whose name does not tell its protocol, or that differs inside the workload. */
export interface PortProps {
  /** The port that callers use, 1 to 65535. */
  readonly port: number;
  /** What is spoken on it. */
  readonly protocol: PortProtocol;
  /**
   * The port that the workload (or external service) listens on.
   *
   * @default - the same as `port`
   */
  readonly targetPort?: number;
}

/** Ports by name: a number where the name says the protocol (`http`, `grpc-admin`), else `PortProps`. */
export type PortsInput = Readonly<Record<string, number | PortProps>>;

/** The protocol that a port name says: the name itself, or what stands before its first `-`. */
export type ProtocolOfName<Name extends string> = Name extends PortProtocol
  ? Name
  : Name extends `${infer Protocol extends PortProtocol}-${string}`
    ? Protocol
    : never;

/** The protocol of one of the given ports. */
export type ProtocolOf<Ports extends PortsInput, Name extends keyof Ports> = Ports[Name] extends {
  readonly protocol: infer Protocol extends PortProtocol;
}
  ? Protocol
  : ProtocolOfName<Name & string>;

/** Refuses a bare number where the port's name does not say a protocol. */
export type CheckedPorts<Ports extends PortsInput> = {
  readonly [Name in keyof Ports]: [ProtocolOfName<Name & string>] extends [never] ? PortProps : number | PortProps;
};

/** Names of the ports that speak HTTP or gRPC. */
export type HttpPortName<Ports extends PortsInput> = {
  [Name in keyof Ports & string]: ProtocolOf<Ports, Name> extends 'tcp' ? never : Name;
}[keyof Ports & string];

/** Names of the ports that speak plain TCP. */
export type TcpPortName<Ports extends PortsInput> = {
  [Name in keyof Ports & string]: 'tcp' extends ProtocolOf<Ports, Name> ? Name : never;
}[keyof Ports & string];

/** Whether one of the ports speaks HTTP or gRPC; `boolean` where the program does not say which ports there are. */
export type SpeaksHttp<Ports extends PortsInput> = string extends keyof Ports
  ? boolean
  : [HttpPortName<Ports>] extends [never]
    ? false
    : true;

/** Whether one of the ports speaks plain TCP; `boolean` where the program does not say which ports there are. */
export type SpeaksTcp<Ports extends PortsInput> = string extends keyof Ports
  ? boolean
  : [TcpPortName<Ports>] extends [never]
    ? false
    : true;

/** Reads ports as given, sorted by name. A name that says no protocol, which only untyped programs can give, counts as TCP. */
export function lowerPorts(ports: PortsInput): Port[] {
  return Object.keys(ports)
    .sort()
    .map((name) => lowerPort(name, ports[name] as number | PortProps));
}

/** The protocol of one of the ports; plain TCP where there is none of that name, which only untyped programs can ask for. */
export function protocolOf<Ports extends PortsInput, Name extends keyof Ports & string>(
  ports: Ports,
  name: Name,
): ProtocolOf<Ports, Name> {
  const protocol = lowerPorts(ports).find((port) => port.name === name)?.protocol ?? 'tcp';
  // The type computes from Ports what is computed here from its value.
  return protocol as ProtocolOf<Ports, Name>;
}

function lowerPort(name: string, port: number | PortProps): Port {
  if (typeof port === 'object') {
    return { name, protocol: port.protocol, number: port.port, targetPort: port.targetPort ?? port.port };
  }
  const protocol = portProtocols.find((candidate) => name === candidate || name.startsWith(`${candidate}-`)) ?? 'tcp';
  return { name, protocol, number: port, targetPort: port };
}
