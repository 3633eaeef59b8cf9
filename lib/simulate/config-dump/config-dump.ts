import type { ProxyInput } from '../proxy/read-proxy.js';

/** What the dump of one Envoy's configuration says. */
export interface ConfigDump {
  /** Its name is the proxy's node id, or what the caller calls it. */
  readonly proxy: ProxyInput;
  /** IP addresses of the machine that the proxy runs on, as far as its node says; may be empty. */
  readonly addresses: readonly string[];
}
