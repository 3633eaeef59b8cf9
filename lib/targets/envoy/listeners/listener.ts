import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { socketAddress } from '../socket-address.js';

/** What all listeners have. */
export interface ListenerInput {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly direction: 'INBOUND' | 'OUTBOUND';
}

/** A listener's common fields. Its stats carry its name instead of its address. Envoy: `config.listener.v3.Listener`. */
export function listener({ name, address, port, direction }: ListenerInput): Listener {
  return {
    name,
    stat_prefix: name,
    address: socketAddress(address, port),
    traffic_direction: direction,
  };
}
