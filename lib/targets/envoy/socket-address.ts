import type { Address } from 'envoy-config-types/envoy/config/core/v3';

/** An address and port for TCP. Envoy: `config.core.v3.SocketAddress`. */
export function socketAddress(address: string, port: number): Address {
  return { socket_address: { address, port_value: port } };
}
